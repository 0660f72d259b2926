import CLibrdkafka
package import Logging

/// Finds out whether this principal can use transactions on this cluster.
///
/// It initializes a producer with a random id under the given prefix, and begins and aborts a transaction. On the wire
/// that is the search for the coordinator and the request for a producer id; an empty transaction sends nothing more.
/// So it shows that brokers know transactions, that the coordinator's topic works and that the id may be used; not
/// that records may be written or a group's offsets moved. The id is forgotten by the brokers after
/// `transactional.id.expiration.ms`, 7 days by default.
package struct TransactionProbe: Sendable {
    package var connection: KafkaConnection
    /// What the real ids begin with, so that a permission by prefix covers the probe too.
    package var idPrefix: String
    package var timeout: Duration = .seconds(10)

    package init(connection: KafkaConnection, idPrefix: String) {
        self.connection = connection
        self.idPrefix = idPrefix
    }

    /// `answered` means usable.
    package func run(logger: Logger) async -> BrokerAnswer<Void> {
        await DedicatedThread.run("kafka-probe") { [self] in
            do throws(KafkaError) {
                try attempt(KafkaLog(logger: logger))
                return .answered(())
            } catch {
                // A broker that is too old for transactions is known: that is a no.
                let isUnsupported = error.number == RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE.rawValue
                return error.leavesUnknown && !isUnsupported ? .notVerified(error) : .refused(error)
            }
        }
    }

    private func attempt(_ log: KafkaLog) throws(KafkaError) {
        let id = "\(idPrefix)probe-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        let configuration = TransactionalProducerConfiguration(connection: connection, transactionalID: id)
        let handle = try KafkaHandle(
            .producer, settings: try configuration.settings(), events: RD_KAFKA_EVENT_ERROR,
            callbacks: ClientCallbacks(log: log))
        let failures = ConnectionFailures(of: handle.pointer)
        defer {
            failures.close()
            if !handle.destroy(within: .seconds(10)) { log.error("the probing producer is left behind") }
        }
        let client = handle.pointer
        let end = ContinuousClock.now + timeout
        try check(client, failures) {
            var error = rd_kafka_init_transactions(client, timeout.milliseconds)
            while let refused = error, rd_kafka_error_is_retriable(refused) != 0, ContinuousClock.now < end {
                rd_kafka_error_destroy(refused)
                error = rd_kafka_init_transactions(client, max(.milliseconds(1), end - .now).milliseconds)
            }
            return error
        }
        try check(client, failures) { rd_kafka_begin_transaction(client) }
        try check(client, failures) { rd_kafka_abort_transaction(client, timeout.milliseconds) }
    }

    private func check(
        _ client: OpaquePointer,
        _ failures: ConnectionFailures,
        _ call: () -> OpaquePointer?
    ) throws(KafkaError) {
        guard let error = KafkaError.consuming(call(), of: client) else { return }
        throw failures.reason(of: error)
    }
}
