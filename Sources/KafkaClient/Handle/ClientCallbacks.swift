import CLibrdkafka

/// What a client wants to be called back about, where events on a queue would not do.
struct ClientCallbacks: Sendable {
    /// - Parameter opaque: what the record was produced with.
    typealias DeliveryReport = @Sendable (_ opaque: UInt, _ result: Result<Delivery, KafkaError>) -> Void

    let log: KafkaLog
    let onDelivery: DeliveryReport?

    init(log: KafkaLog, onDelivery: DeliveryReport? = nil) {
        self.log = log
        self.onDelivery = onDelivery
    }
}

/// What librdkafka calls back.
///
/// A client has one opaque pointer for all its callbacks; this object is what it points to. The C functions below
/// are global on purpose: a closure written in an isolated context would inherit the isolation, and the runtime's
/// check would end the process when one of librdkafka's threads calls it.
final class CallbackTarget: Sendable {
    let callbacks: ClientCallbacks?
    let tokens: TokenRefresher?

    init(callbacks: ClientCallbacks?, tokens: TokenRefresher?) {
        self.callbacks = callbacks
        self.tokens = tokens
    }

    /// Registers itself unretained: ``KafkaHandle`` keeps it alive as long as the client.
    func install(in configuration: OpaquePointer) {
        rd_kafka_conf_set_opaque(configuration, Unmanaged.passUnretained(self).toOpaque())
        if callbacks != nil { rd_kafka_conf_set_log_cb(configuration, forwardLog) }
        if callbacks?.onDelivery != nil { rd_kafka_conf_set_dr_msg_cb(configuration, forwardDelivery) }
        guard tokens != nil else { return }
        rd_kafka_conf_set_oauthbearer_token_refresh_cb(configuration, forwardTokenRequest)
        // A queue of its own, so that tokens do not wait for a thread that is blocked in a call which waits for them.
        rd_kafka_conf_enable_sasl_queue(configuration, 1)
    }

    fileprivate static func of(_ opaque: UnsafeMutableRawPointer?) -> CallbackTarget? {
        opaque.map { Unmanaged<CallbackTarget>.fromOpaque($0).takeUnretainedValue() }
    }
}

private func forwardLog(
    _ client: OpaquePointer?,
    _ level: Int32,
    _ facility: UnsafePointer<CChar>?,
    _ text: UnsafePointer<CChar>?
) {
    // No client yet: librdkafka logs about a configuration that rd_kafka_new is still checking.
    guard let client, let text else { return }
    CallbackTarget.of(rd_kafka_opaque(client))?.callbacks?.log.write(level: level, facility: facility, text: text)
}

private func forwardDelivery(
    _ client: OpaquePointer?,
    _ message: UnsafePointer<rd_kafka_message_t>?,
    _ opaque: UnsafeMutableRawPointer?
) {
    guard let message else { return }
    let code = message.pointee.err
    let result: Result<Delivery, KafkaError> =
        code == RD_KAFKA_RESP_ERR_NO_ERROR ? .success(Delivery(message)) : .failure(KafkaError(code))
    CallbackTarget.of(opaque)?.callbacks?.onDelivery?(UInt(bitPattern: message.pointee._private), result)
}

/// The second argument is the setting `sasl.oauthbearer.config`, which the provider has its own configuration for.
private func forwardTokenRequest(
    _ client: OpaquePointer?,
    _ configuration: UnsafePointer<CChar>?,
    _ opaque: UnsafeMutableRawPointer?
) {
    CallbackTarget.of(opaque)?.tokens?.refresh()
}
