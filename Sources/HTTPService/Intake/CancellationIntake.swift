import CommandContract
import Crypto
import HTTPTypes
import Logging
import Synchronization

/// Decides about one request whose body was read: who sent it, what it asks, and whether it is stored.
///
/// Nothing of a request is believed, parsed or remembered before its signature holds.
final class CancellationIntake: Sendable {
    enum Answer: Equatable, Sendable {
        case accepted(commandID: String)
        case refused(IntakeProblem)
    }

    private let settings: IntakeSettings
    private let keyring: WebhookKeyring
    private let verifier: WebhookVerifier
    private let decoder: RecordDecoder
    private let routingKey: @Sendable (CancelCommand) -> [UInt8]?
    private let sink: any CommandSink
    private let logger: Logger
    private let replays: Mutex<ReplayWindow>

    init(
        settings: IntakeSettings, keyring: WebhookKeyring, sink: any CommandSink,
        routingKey: @escaping @Sendable (CancelCommand) -> [UInt8]?, logger: Logger
    ) {
        self.settings = settings
        self.keyring = keyring
        self.sink = sink
        self.routingKey = routingKey
        self.logger = logger
        verifier = WebhookVerifier(keyring: keyring, tolerance: settings.timestampTolerance)
        decoder = RecordDecoder(maximumBytes: settings.commandBytes)
        replays = Mutex(ReplayWindow(span: 2 * settings.timestampTolerance))
    }

    /// - Parameter now: seconds since 1970.
    func answer(_ headers: HTTPFields, body: [UInt8], now: Int64) async -> Answer {
        guard let webhook = verifier.verify(headers, body: body, now: now) else { return .refused(.signatureInvalid) }
        do {
            let (record, command, digest) = try read(headers, body: body, from: webhook, now: now)
            return await store(record, of: command, from: webhook, digest: digest, now: now)
        } catch { return .refused(error) }
    }

    /// The record is signed here anew: a plain body's signature is not one of the event made of it, and the time that counts
    /// for a record is when it was stored.
    private func read(
        _ headers: HTTPFields, body: [UInt8], from webhook: VerifiedWebhook, now: Int64
    ) throws(IntakeProblem) -> (record: ContractRecord, command: CancelCommand, digest: [UInt8]) {
        guard headers[values: .contentEncoding].isEmpty else { throw .encodingUnsupported }
        guard let mediaType = IntakeMediaType(headers) else { throw .mediaTypeUnsupported }
        let submitted = try SubmittedCommand(body, as: mediaType, from: webhook, decoder: decoder)
        let signature = keyring.signatureHeaders(
            of: webhook.source, id: webhook.id, time: now, value: submitted.value)
        let record = ContractRecord(
            key: routingKey(submitted.command), value: submitted.value, headers: SubmittedCommand.headers + signature
        )
        guard RecordSize.of(key: record.key, value: submitted.value, headers: record.headers) <= settings.commandBytes
        else { throw .tooLarge }
        return (record, submitted.command, Array(SHA256.hash(data: [mediaType.rawValue] + body)))
    }

    private func store(
        _ record: ContractRecord, of command: CancelCommand, from webhook: VerifiedWebhook, digest: [UInt8], now: Int64
    ) async -> Answer {
        switch replays.withLock({ $0.received(webhook, digest: digest, now: now) }) {
        case .repeated(let commandID): return .accepted(commandID: commandID)
        case .otherContent: return .refused(.idempotencyConflict)
        case .inProgress: return .refused(.inProgress(retryAfter: settings.retryAfter))
        case .new: break
        }
        let id = command.envelope.identity.id
        do { try await sink.append(record) } catch {
            replays.withLock { $0.failed(webhook) }
            // A command's id may be any text, an address too; the webhook's has no character that one needs.
            logger.warning("command not stored", metadata: ["webhook.id": "\(webhook.id)", "error": "\(error)"])
            return .refused(.unavailable(retryAfter: settings.retryAfter))
        }
        replays.withLock { $0.accepted(webhook, commandID: id) }
        logger.debug("command stored", metadata: ["webhook.id": "\(webhook.id)"])
        return .accepted(commandID: id)
    }
}
