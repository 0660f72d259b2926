/// When the next command may go: at most so many a second, evenly, and no more at once after a pause.
struct ReplayPace: Sendable {
    private let interval: Duration
    private var next: Duration?

    /// - Parameter rate: commands a second, at least 1.
    init(rate: Int) { interval = .seconds(1) / max(1, rate) }

    /// Takes the next turn.
    /// - Parameter uptime: now.
    /// - Returns: how long to wait for it.
    mutating func turn(at uptime: Duration) -> Duration {
        let turn = max(next ?? uptime, uptime)
        next = turn + interval
        return turn - uptime
    }
}
