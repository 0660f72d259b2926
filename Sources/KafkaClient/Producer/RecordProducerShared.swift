import CLibrdkafka
import Synchronization

/// What a ``RecordProducer``, its callers and its thread share.
final class RecordProducerShared: Sendable {
    typealias Answer = OneShot<Result<RecordProducer.Position, KafkaError>>

    private struct State {
        var waiting: [UInt: Answer] = [:]
        var last: UInt = 0
        var isClosing = false
    }

    let configuration: RecordProducerConfiguration
    let log: KafkaLog
    let handle: KafkaHandle
    let ended = OneShot<Void>()
    private let state = Mutex(State())

    init(configuration: RecordProducerConfiguration, log: KafkaLog, handle: KafkaHandle) {
        self.configuration = configuration
        self.log = log
        self.handle = handle
    }

    var isClosing: Bool { state.withLock { $0.isClosing } }

    func beginClosing() {
        state.withLock { $0.isClosing = true }
    }

    /// Queues `record` and returns where its delivery report will be told.
    func enqueue(_ record: OutgoingRecord) throws(KafkaError) -> Answer {
        let answer = Answer()
        let slot = state.withLock { state -> UInt? in
            guard !state.isClosing else { return nil }
            state.last += 1
            state.waiting[state.last] = answer
            return state.last
        }
        guard let slot else { throw ClientFault.closed.error("the producer is closed") }
        let refusal: KafkaError?
        do throws(KafkaError) {
            refusal = try handle.use { MessageProducing.produce(record, opaque: slot, by: $0) }
        } catch {
            refusal = error
        }
        if let refusal {
            // There will be no report for it.
            state.withLock { $0.waiting[slot] = nil }
            throw refusal
        }
        return answer
    }

    func delivered(_ message: UnsafePointer<rd_kafka_message_t>) {
        let slot = UInt(bitPattern: message.pointee._private)
        let answer = state.withLock { $0.waiting.removeValue(forKey: slot) }
        let code = message.pointee.err
        if code == RD_KAFKA_RESP_ERR_NO_ERROR {
            let stored = RecordProducer.Position(partition: message.pointee.partition, offset: message.pointee.offset)
            answer?.resolve(.success(stored))
        } else {
            answer?.resolve(.failure(KafkaError(code)))
        }
    }

    /// Fails what got no report until the end.
    func abandonAll() {
        let left = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting.values.map { $0 }
        }
        for answer in left {
            answer.resolve(.failure(ClientFault.closed.error("the producer was closed before the record's report")))
        }
    }
}
