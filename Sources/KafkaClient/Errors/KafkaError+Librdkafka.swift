import CLibrdkafka

extension KafkaError {
    /// A bare response code. It carries no flags, so only the codes that are retriable by definition are marked.
    init(_ code: rd_kafka_resp_err_t, reason: String? = nil) {
        self.init(
            code: String(cString: rd_kafka_err2name(code)),
            number: code.rawValue,
            reason: reason ?? String(cString: rd_kafka_err2str(code)),
            isRetriable: code == RD_KAFKA_RESP_ERR__QUEUE_FULL || code == RD_KAFKA_RESP_ERR__TIMED_OUT,
            isFatal: code == RD_KAFKA_RESP_ERR__FATAL || code == RD_KAFKA_RESP_ERR__FENCED
        )
    }

    /// Takes over `error`, as returned by a librdkafka call on `client`, and destroys it; nil means success.
    ///
    /// `_FATAL` only says that the client has died: why is asked from the client itself.
    static func consuming(_ error: OpaquePointer?, of client: OpaquePointer) -> KafkaError? {
        guard let error else { return nil }
        defer { rd_kafka_error_destroy(error) }
        let code = rd_kafka_error_code(error)
        if code == RD_KAFKA_RESP_ERR__FATAL, let fatal = fatal(of: client) { return fatal }
        return KafkaError(
            code: String(cString: rd_kafka_error_name(error)),
            number: code.rawValue,
            reason: String(cString: rd_kafka_error_string(error)),
            isRetriable: rd_kafka_error_is_retriable(error) != 0,
            requiresAbort: rd_kafka_error_txn_requires_abort(error) != 0,
            isFatal: rd_kafka_error_is_fatal(error) != 0
        )
    }

    /// The reason `client` is unusable, or nil while it is not.
    static func fatal(of client: OpaquePointer) -> KafkaError? {
        var text = [CChar](repeating: 0, count: 512)
        let code = rd_kafka_fatal_error(client, &text, text.count)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        return KafkaError(
            code: String(cString: rd_kafka_err2name(code)),
            number: code.rawValue,
            reason: text.withUnsafeBufferPointer { String(cString: $0.baseAddress ?? rd_kafka_err2str(code)) },
            isFatal: true
        )
    }
}
