/// A fenced producer is replaced once; fenced again within a minute means that another process uses the same
/// `transactional.id`, and the two would fence each other for ever. Then this one stops.
struct FatalCommitGuard: Sendable {
    private static let window: Duration = .seconds(60)
    private var last: Duration?

    /// - Returns: whether the worker should stop.
    /// - Parameter uptime: of a clock that is never set, so that a corrected wall clock cannot shorten the minute.
    mutating func failed(at uptime: Duration) -> Bool {
        defer { last = uptime }
        return last.map { uptime - $0 < Self.window } ?? false
    }
}
