package import Logging
import Synchronization

/// A producer that writes records and a consumer group's offsets in one Kafka transaction (KIP-98, KIP-447).
///
/// All its calls run on a thread of its own, one after the other; callers are suspended, not blocked, and should
/// have one transaction in flight. After an error that is not ``TransactionError/Kind/aborted`` it must be closed
/// and replaced by a new one with the same id.
///
/// Every call has a watchdog, because librdkafka can wait beyond its own timeouts (#5456, and commits during an
/// outage). A blocked thread cannot be ended, so the design lets go of it instead: the caller gets an indefinite
/// error when the bound has passed, the producer refuses all further calls, and the client is destroyed by that same
/// thread whenever the call comes back. Until then the transaction may still commit, which is exactly what
/// "indefinite" says; the successor's ``initialize()`` fences it.
package final class TransactionalProducer: Sendable {
    private let configuration: TransactionalProducerConfiguration
    private let log: KafkaLog
    private let session: TransactionSession
    private let thread: SerialThread
    private let isUnusable = Mutex(false)

    /// Checks the settings and makes the client; nothing is sent yet.
    package init(configuration: TransactionalProducerConfiguration, logger: Logger) throws(KafkaError) {
        let log = KafkaLog(logger: logger)
        let session = try TransactionSession(configuration: configuration, log: log)
        self.configuration = configuration
        self.log = log
        self.session = session
        thread = SerialThread(name: "kafka-txn", idleInterval: .milliseconds(500)) { session.idle() }
    }

    deinit {
        thread.stop { [session] in session.destroy() }
    }

    /// How many partitions `topic` has. To be asked for every topic before the first transaction: records for
    /// topics the client has not met wait for metadata.
    package func partitionCount(of topic: String) async throws(KafkaError) -> Int32 {
        let bound = configuration.callTimeout + .seconds(5)
        let answer = await answer(within: bound) { $0.partitionCount(of: topic) }
        return try answer.get().get()
    }

    /// Takes the transactional id over: a predecessor is fenced and its open transaction ended.
    package func initialize() async throws(TransactionError) {
        try await finish("initialize") { $0.initialize() }
    }

    /// One transaction: `records` and the `offsets` to read next, under `consumer`'s current membership.
    ///
    /// Refused, as an abort, when the consumer is no live member or no longer owns one of the partitions. Returns at
    /// once when there is nothing to write. It is not ended by the cancellation of the calling task, because its outcome must
    /// be known.
    /// - Parameter epochs: of the assignments under which the contents were decided; an older one is refused too.
    /// - Returns: how far the records reach; empty when there was nothing to write.
    @discardableResult
    package func commit(
        _ records: [OutgoingRecord],
        offsets: [TopicPartition: Int64],
        epochs: [TopicPartition: Int] = [:],
        of consumer: KafkaConsumer
    ) async throws(TransactionError) -> TransactionReceipt {
        let contents = TransactionSession.Contents(
            records: records, offsets: offsets, epochs: epochs, consumer: consumer)
        return try await finish("commit") { $0.commit(contents) }
    }

    /// Destroys the client, waiting for it within a bound. An open transaction, which only an indefinite error
    /// leaves behind, is ended by the next producer's ``initialize()`` or by the coordinator's timeout.
    package func close() async {
        isUnusable.withLock { $0 = true }
        let isDone = OneShot<Bool>()
        let isFirst = thread.stop { [session] in
            session.destroy()
            isDone.resolve(true)
        }
        guard isFirst else { return }
        let isDestroyed = await watch(isDone, within: configuration.callTimeout + .seconds(5), otherwise: false)
        if !isDestroyed { log.error("the transactional producer is still blocked in a call and is left behind") }
    }

    private func finish<Value: Sendable>(
        _ call: String,
        _ body: @escaping @Sendable (TransactionSession) -> Result<Value, TransactionError>
    ) async throws(TransactionError) -> Value {
        switch await answer(within: configuration.overrunLimit, body) {
        case .success(.success(let value)): return value
        case .success(.failure(let error)):
            if error.kind != .aborted { isUnusable.withLock { $0 = true } }
            throw error
        case .failure(let error): throw TransactionError(kind: .indefinite, call: call, underlying: error)
        }
    }

    /// Runs `body` on the thread, and gives the producer up when it does not come back within `bound`.
    private func answer<Value: Sendable>(
        within bound: Duration,
        _ body: @escaping @Sendable (TransactionSession) -> Value
    ) async -> Result<Value, KafkaError> {
        guard !isUnusable.withLock({ $0 }) else { return .failure(Self.unusable) }
        let answer = OneShot<Result<Value, KafkaError>>()
        let isQueued = thread.enqueue { [session] in answer.resolve(.success(body(session))) }
        guard isQueued else { return .failure(Self.unusable) }
        let overrun = ClientFault.callOverran.error("no answer within \(bound)")
        let result = await watch(answer, within: bound, otherwise: .failure(overrun))
        if case .failure(let error) = result {
            log.error("a call of the transactional producer overran its bound", error)
            isUnusable.withLock { $0 = true }
            thread.stop { [session] in session.destroy() }
        }
        return result
    }

    /// The watchdog is a task of its own, not a child: a child's sleep would end with the caller's cancellation, and
    /// the caller would then wait without any bound.
    private func watch<Value: Sendable>(
        _ answer: OneShot<Value>,
        within bound: Duration,
        otherwise late: Value
    ) async -> Value {
        let watchdog = Task {
            guard (try? await Task.sleep(for: bound)) != nil else { return }
            answer.resolve(late)
        }
        defer { watchdog.cancel() }
        return await answer.value()
    }

    private static let unusable = ClientFault.producerUnusable.error("closed, or given up after an earlier error")
}
