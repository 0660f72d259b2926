/// One blow against the worker and what it met.
struct CrashStrike: Sendable {
    enum Phase: String, CaseIterable, Sendable {
        /// No request since its start: it joins its group, restores, catches up.
        case starting
        case working
        /// Everything was answered.
        case idle
    }

    /// `kill -9`, `SIGTERM`, `SIGSTOP` or the name of a point.
    let how: String
    /// Since the cycle's first record.
    let after: Duration
    let phase: Phase
    /// The cycle's records that were answered.
    let answered: Int

    var text: String { "\(how) at \(after.tenths) s, \(phase.rawValue), \(answered) answered" }
}
