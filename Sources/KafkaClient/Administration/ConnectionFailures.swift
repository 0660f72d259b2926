import CLibrdkafka

/// Why a client cannot reach its brokers, as its error events tell it.
///
/// A call that waits for a broker only says that it timed out; that the password was wrong or the certificate unknown
/// comes as an event. Confined to the thread that uses the client.
final class ConnectionFailures {
    /// The most telling first: authentication, TLS, host name, connection.
    private static let telling = [
        RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR__SSL, RD_KAFKA_RESP_ERR__RESOLVE,
        RD_KAFKA_RESP_ERR__TRANSPORT,
    ].map(\.rawValue)

    private let queue: OpaquePointer?
    private var latest: [Int32: KafkaError] = [:]

    init(of client: OpaquePointer) {
        queue = rd_kafka_queue_get_main(client)
    }

    /// Must be called before the client is destroyed.
    func close() {
        collect()
        if let queue { rd_kafka_queue_destroy(queue) }
    }

    func forget() {
        collect()
        // An authentication that was refused is not tried again at once, so its event may be an earlier one.
        latest = latest.filter { $0.key == RD_KAFKA_RESP_ERR__AUTHENTICATION.rawValue }
    }

    /// Takes what is there; librdkafka has logged it too.
    func collect() {
        guard let queue else { return }
        while let event = rd_kafka_queue_poll(queue, 0) {
            defer { rd_kafka_event_destroy(event) }
            guard rd_kafka_event_type(event) == RD_KAFKA_EVENT_ERROR else { continue }
            let reason = rd_kafka_event_error_string(event).map { String(cString: $0) }
            let error = KafkaError(rd_kafka_event_error(event), reason: reason)
            latest[error.number] = error
        }
    }

    /// The cause of `error`, if it is one that has a cause in the connection.
    func reason(of error: KafkaError) -> KafkaError {
        let waited = [RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN]
        guard waited.contains(where: { $0.rawValue == error.number }) else { return error }
        collect()
        return Self.telling.lazy.compactMap { self.latest[$0] }.first ?? error
    }
}
