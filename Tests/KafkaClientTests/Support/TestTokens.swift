import Foundation
import KafkaClient
import Synchronization

/// A provider whose answers the test gives, and which tells when it is asked.
final class TestTokens: KafkaTokenProvider {
    private let answers: Mutex<[Result<KafkaToken, KafkaTokenFailure>]>
    private let questions = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(64))
    private let count = Mutex(0)

    /// Gives `answers` in their order, and the last of them for ever.
    init(_ answers: [Result<KafkaToken, KafkaTokenFailure>]) {
        self.answers = Mutex(answers)
    }

    func token() async throws(KafkaTokenFailure) -> KafkaToken {
        let number = count.withLock { count in
            count += 1
            return count
        }
        questions.continuation.yield(number)
        let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        return try answer.get()
    }

    /// Returns when the provider has been asked `times` times.
    func asked(_ times: Int) async {
        for await number in questions.stream where number >= times { return }
    }
}

extension KafkaToken {
    /// A token that lives for `lifetime` from now.
    static func test(_ value: String, lifetime: Duration = .seconds(3600), extensions: [String: String] = [:]) -> Self {
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        let length = lifetime.components.seconds * 1000
        return KafkaToken(
            value: value, expiresAtMilliseconds: now + length, principal: "test", extensions: extensions)
    }
}
