/// Signs of life, for the probe that asks whether a restart would help. Whatever Kafka or Graph do, each of them comes back
/// within a bound; only a process that is stuck itself shows none. Times are uptimes.
package struct PipelineProgress: Sendable, Equatable {
    /// When the periodic look was last taken; nil while the pipeline does not run.
    package var looked: Duration?
    /// Since when the same action is being carried out, or actions wait that nobody takes.
    package var acting: Duration?
    /// Since when the outcome log was asked for something and has not answered.
    package var logCall: Duration?
    /// Since when something could be committed, and no transaction begins.
    package var idleCommit: Duration?

    package init() {}

    /// The looks come every ``PipelineLimits/lookInterval``.
    package static let longestLookGap: Duration = .seconds(60)
    /// No action that is carried out in its turn waits for anybody.
    package static let longestAction: Duration = .seconds(60)
    /// A commit is given up after 45 s, an opening with all its questions after some 2 minutes.
    package static let longestLogCall: Duration = .seconds(300)
    /// A transaction begins with the input that made it possible, after a failure within 5 s.
    package static let longestIdleCommit: Duration = .seconds(120)

    package func stalls(at uptime: Duration) -> [PipelineStall] {
        guard looked != nil else { return [] }
        let bounds: [(PipelineStall, Duration?, Duration)] = [
            (.looks, looked, Self.longestLookGap), (.actions, acting, Self.longestAction),
            (.logCall, logCall, Self.longestLogCall), (.commits, idleCommit, Self.longestIdleCommit),
        ]
        return bounds.filter { _, since, bound in since.map { uptime - $0 > bound } ?? false }.map(\.0)
    }
}
