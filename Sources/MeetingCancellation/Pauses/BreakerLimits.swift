/// When commands of a tenant are held because the last ones all failed for the same reason.
package struct BreakerLimits: Sendable {
    /// Outcomes that are looked at.
    package var recent = 20
    /// So many of them with the same failure, and at least ``share`` of all, and the commands are held.
    package var failures = 10
    package var share = 0.8
    /// And of so many mailboxes.
    package var mailboxes = 3
    /// Older outcomes say nothing.
    package var span: Duration = .seconds(600)
    /// Until the first probe; doubles with each that fails.
    package var pause: Duration = .seconds(30)
    package var longestPause: Duration = .seconds(600)
    /// A probe that has no outcome for so long makes room for the next.
    package var probeBound: Duration = .seconds(120)

    package init() {}

    func pause(afterProbes count: Int) -> Duration {
        var pause = pause
        for _ in 0..<count where pause < longestPause { pause *= 2 }
        return min(pause, longestPause)
    }
}
