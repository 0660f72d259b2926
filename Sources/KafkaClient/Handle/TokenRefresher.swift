import CLibrdkafka
import Synchronization

/// Answers one client's requests for SASL/OAUTHBEARER tokens.
///
/// librdkafka asks on its background thread, whatever the client's own thread is doing, and not again before it has an
/// answer; so at most one question is under way. The provider is asked in a task of its own, because the thread that
/// asks must go on. That task is not structured: it begins in a C callback, which has no task to be a child of.
final class TokenRefresher: Sendable {
    private struct State {
        // Weak, since the handle owns this object by way of its callbacks.
        weak var handle: KafkaHandle?
        var question: Task<Void, Never>?
        var isStopped = false
    }

    private static let bound = Duration.seconds(30)

    private let provider: any KafkaTokenProvider
    private let state = Mutex(State())

    init(provider: any KafkaTokenProvider) {
        self.provider = provider
    }

    /// Lets tokens reach the client, and requests for them be made: before it, they wait on librdkafka's queue.
    func attach(to handle: KafkaHandle) throws(KafkaError) {
        state.withLock { $0.handle = handle }
        // Starts librdkafka's background thread.
        let error = SignalMask.withAllBlocked { rd_kafka_sasl_background_callbacks_enable(handle.pointer) }
        if let error = KafkaError.consuming(error, of: handle.pointer) { throw error }
    }

    /// Asks the provider; returns at once.
    func refresh() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.question = Task { await answer(with: ask()) }
        }
    }

    /// No answer will be used any more.
    func stop() {
        let question = state.withLock { state in
            state.isStopped = true
            return state.question
        }
        question?.cancel()
    }

    /// Races the provider against the bound without waiting for a provider that ignores its cancellation.
    private func ask() async -> Result<KafkaToken, KafkaTokenFailure> {
        let answer = OneShot<Result<KafkaToken, KafkaTokenFailure>>()
        let question = Task { [provider] in
            do throws(KafkaTokenFailure) {
                answer.resolve(.success(try await provider.token()))
            } catch {
                answer.resolve(.failure(error))
            }
        }
        let watchdog = Task {
            guard (try? await Task.sleep(for: Self.bound)) != nil else { return }
            answer.resolve(.failure(KafkaTokenFailure(reason: "no token within \(Self.bound)")))
        }
        defer {
            question.cancel()
            watchdog.cancel()
        }
        return await withTaskCancellationHandler {
            await answer.value()
        } onCancel: {
            answer.resolve(.failure(KafkaTokenFailure(reason: "the client is closing")))
        }
    }

    /// librdkafka reports a failure as an `_AUTHENTICATION` error, and so to the log, and asks again after 10 s.
    private func answer(with result: Result<KafkaToken, KafkaTokenFailure>) {
        let handle = state.withLock { $0.isStopped ? nil : $0.handle }
        // A client that has begun to close needs no answer, which is all that `use` can fail with.
        try? handle?.use { client in
            switch result {
            case .success(let token):
                if let fault = token.fault ?? Self.set(token, on: client) { Self.fail(fault, client) }
            case .failure(let failure): Self.fail(failure.reason, client)
            }
        }
    }

    /// What was wrong, if anything. librdkafka's text is not used because it may quote the token.
    private static func set(_ token: KafkaToken, on client: OpaquePointer) -> String? {
        var text = [CChar](repeating: 0, count: 256)
        let pairs = token.extensions.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        let code = withCStrings(pairs) { pointers in
            rd_kafka_oauthbearer_set_token(
                client, token.value, token.expiresAtMilliseconds, token.principal,
                pointers.baseAddress, pointers.count, &text, text.count
            )
        }
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        return "the token has expired, or is not one librdkafka takes (\(String(cString: rd_kafka_err2name(code))))"
    }

    private static func fail(_ reason: String, _ client: OpaquePointer) {
        rd_kafka_oauthbearer_set_token_failure(client, reason.isEmpty ? "no reason given" : reason)
    }

    /// librdkafka copies what it is given, so the strings live only as long as the call.
    private static func withCStrings<Value>(
        _ strings: [String],
        _ body: (UnsafeMutableBufferPointer<UnsafePointer<CChar>?>) -> Value
    ) -> Value {
        let bytes = strings.flatMap { Array($0.utf8CString) }
        return bytes.withUnsafeBufferPointer { buffer in
            var offset = 0
            var pointers = strings.map { string -> UnsafePointer<CChar>? in
                defer { offset += string.utf8.count + 1 }
                return buffer.baseAddress.map { $0 + offset }
            }
            return pointers.withUnsafeMutableBufferPointer { body($0) }
        }
    }
}
