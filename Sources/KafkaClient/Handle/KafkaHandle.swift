import CLibrdkafka
import Dispatch
import Synchronization

/// The owner of one librdkafka client: makes it, lends it, destroys it exactly once.
///
/// `@unchecked Sendable`: librdkafka's client functions may be called from any thread as long as the client lives.
/// That is what the gate is for: `use` and `destroy` exclude each other, so no thread can hold the pointer of a
/// destroyed client.
final class KafkaHandle: @unchecked Sendable {
    enum Kind {
        case consumer, producer
    }

    private struct Gate {
        var uses = 0
        var isClosing = false
    }

    /// For the thread that alone serves this client and is the one to destroy it; all others go through ``use(_:)``.
    let pointer: OpaquePointer
    /// librdkafka keeps an unretained pointer to it, so it must live until the client is destroyed.
    private let target: CallbackTarget?
    private let gate = Mutex(Gate())
    private let lastUseEnded = DispatchSemaphore(value: 0)

    /// - Parameter events: the `RD_KAFKA_EVENT_*` delivered on queues instead of by callbacks.
    init(
        _ kind: Kind,
        settings: ClientSettings,
        events: Int32 = 0,
        callbacks: ClientCallbacks? = nil
    ) throws(KafkaError) {
        let configuration = try settings.makeConfiguration()
        let tokens: TokenRefresher?
        do throws(KafkaError) {
            tokens = try Self.refresher(for: settings, configuration)
        } catch {
            rd_kafka_conf_destroy(configuration)
            throw error
        }
        let isCalledBack = callbacks != nil || tokens != nil
        let target = isCalledBack ? CallbackTarget(callbacks: callbacks, tokens: tokens) : nil
        rd_kafka_conf_set_events(configuration, events)
        target?.install(in: configuration)
        var text = [CChar](repeating: 0, count: 512)
        let type = kind == .consumer ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER
        // librdkafka blocks signals in its own threads too, but not in those of its mock cluster.
        let client = SignalMask.withAllBlocked { rd_kafka_new(type, configuration, &text, text.count) }
        guard let client else {
            // The configuration is taken over on success only.
            let code = rd_kafka_last_error()
            rd_kafka_conf_destroy(configuration)
            let reason = text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
            throw settings.refusal(code, saying: reason ?? "")
        }
        pointer = client
        self.target = target
        try tokens?.attach(to: self)
    }

    /// Who answers the client's requests for tokens; nil when it makes none.
    /// - Throws: ``ClientFault/tokenProviderMissing``: without one librdkafka would wait for a token for ever.
    private static func refresher(
        for settings: ClientSettings,
        _ configuration: OpaquePointer
    ) throws(KafkaError) -> TokenRefresher? {
        func value(_ name: String) -> String {
            var text = [CChar](repeating: 0, count: 64)
            var size = text.count
            // A value that is longer than the buffer is none of those asked for.
            guard rd_kafka_conf_get(configuration, name, &text, &size) == RD_KAFKA_CONF_OK else { return "" }
            return text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }.lowercased()
        }
        guard value("sasl.mechanism") == "oauthbearer", value("security.protocol").hasPrefix("sasl") else { return nil }
        if let provider = settings.tokenProvider { return TokenRefresher(provider: provider) }
        let findsItsOwn =
            value("sasl.oauthbearer.method") == "oidc" || value("enable.sasl.oauthbearer.unsecure.jwt") == "true"
        guard !findsItsOwn else { return nil }
        throw ClientFault.tokenProviderMissing.error(
            "sasl.mechanism is OAUTHBEARER and no source of tokens is configured")
    }

    /// Lends the client to a call from any thread.
    /// - Throws: ``ClientFault/closed`` once destruction has begun.
    func use<Result>(_ body: (OpaquePointer) throws(KafkaError) -> Result) throws(KafkaError) -> Result {
        let isOpen = gate.withLock { gate in
            gate.uses += gate.isClosing ? 0 : 1
            return !gate.isClosing
        }
        guard isOpen else { throw ClientFault.closed.error("the client is closed") }
        defer {
            let isLast = gate.withLock { gate in
                gate.uses -= 1
                return gate.isClosing && gate.uses == 0
            }
            if isLast { lastUseEnded.signal() }
        }
        return try body(pointer)
    }

    /// Destroys the client and waits at most `bound` for it; false when it is still not gone then.
    ///
    /// Versions before 2.6.1 can hang in here for ever (librdkafka #4724). The hanging thread is left behind,
    /// because there is no way to end it, and the caller goes on. Blocks: never call it on the cooperative pool.
    func destroy(within bound: Duration, flags: Int32 = 0) -> Bool {
        guard beginClosing() else { return true }
        target?.tokens?.stop()
        let isGone = DispatchSemaphore(value: 0)
        DedicatedThread.start("kafka-destroy") { [self] in
            waitUntilUnused()
            rd_kafka_destroy_flags(pointer, flags)
            isGone.signal()
        }
        return isGone.wait(timeout: .now() + bound.dispatchInterval) == .success
    }

    private func beginClosing() -> Bool {
        gate.withLock { gate in
            defer { gate.isClosing = true }
            return !gate.isClosing
        }
    }

    private func waitUntilUnused() {
        let uses = gate.withLock { $0.uses }
        if uses > 0 { lastUseEnded.wait() }
    }

    /// A client nobody destroyed, because its owner was dropped before it ran, is destroyed off the caller's thread.
    deinit {
        guard beginClosing() else { return }
        target?.tokens?.stop()
        let orphan = OrphanedClient(pointer: pointer, target: target)
        DedicatedThread.start("kafka-destroy") { rd_kafka_destroy(orphan.pointer) }
    }
}

/// `@unchecked Sendable`: the only reference left to a client whose handle is gone, moved to the destroying thread.
private struct OrphanedClient: @unchecked Sendable {
    let pointer: OpaquePointer
    let target: CallbackTarget?
}
