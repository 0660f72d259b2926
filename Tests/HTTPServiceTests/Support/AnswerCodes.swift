import Synchronization

/// The codes of the answers given, in order.
final class AnswerCodes: Sendable {
    private let codes = Mutex<[String]>([])

    var all: [String] { codes.withLock { $0 } }
    @Sendable func add(_ code: String) { codes.withLock { $0.append(code) } }
}
