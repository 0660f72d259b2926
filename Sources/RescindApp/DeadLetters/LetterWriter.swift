import CommandContract
import CommandPipeline
import KafkaClient
import MeetingCancellation

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes what a replay or a discard decides: a command, and the mark behind its letter.
struct LetterWriter: Sendable {
    private let kafka: RescindConfiguration.Kafka
    private let producer: RecordProducer
    private let policy: AuthorizationPolicy
    private let keyring: WebhookKeyring
    private let proof: LetterProof
    private let decoder: RecordDecoder

    /// - Parameter producer: stays the caller's to close.
    init(_ configuration: RescindConfiguration, producer: RecordProducer) {
        kafka = configuration.kafka
        policy = configuration.policy
        keyring = configuration.keyring
        proof = configuration.letterProof
        decoder = configuration.recordDecoder
        self.producer = producer
    }

    /// Sends the command for a letter, then its mark. When it ends in between, the next replay sends the same id once more, which
    /// the worker takes for the repetition it is.
    /// - Returns: false when the letter makes no command that the worker would read, and nothing was sent.
    func replay(_ letter: StoredLetter, at now: Timestamp) async throws(KafkaError) -> Bool {
        guard let envelope = letter.decoded(by: decoder)?.envelope,
            let command = try? ReplayedCommand(letter, envelope),
            let key = key(of: command, letter)
        else { return false }
        let identity = command.envelope.identity
        let signature =
            proof.holds(of: identity.source, in: letter)
            ? keyring.signatureHeaders(
                of: identity.source, id: UUID().uuidString.lowercased(), time: now.milliseconds / 1000,
                value: command.value
            ) : []
        _ = try await producer.send(
            OutgoingRecord(
                topic: kafka.commands, partition: OutgoingRecord.partitionByKey, key: key.bytes, value: command.value,
                headers: (command.headers + signature).map { KafkaHeader($0) }
            )
        )
        try await mark(DeadLetterMark(.replayed, outcomeID: letter.outcomeID, replayedAs: identity.id), letter.position)
        return true
    }

    /// - Parameter position: of the letter; its mark stands in the same partition, and is never retained for a shorter time.
    func mark(_ mark: DeadLetterMark, _ position: RecordPosition) async throws(KafkaError) {
        let record = mark.record
        _ = try await producer.send(
            OutgoingRecord(
                topic: kafka.deadLetters, partition: position.partition, key: record.key, value: record.value,
                headers: record.headers.map { KafkaHeader($0) }
            )
        )
    }

    private struct Key { let bytes: [UInt8]? }

    /// That of the command's mailbox, so that it need not be moved, or else the record's own.
    /// - Returns: nil when the worker would not read the record.
    private func key(of command: ReplayedCommand, _ letter: StoredLetter) -> Key? {
        switch decoder.decode(key: letter.key, value: command.value, headers: command.headers) {
        case .command(let command): Key(bytes: policy.routingKey(of: command)?.bytes ?? letter.key)
        case .withdraw(let command): Key(bytes: policy.routingKey(of: command)?.bytes ?? letter.key)
        case .refused, .undecodable, .tombstone: nil
        }
    }
}
