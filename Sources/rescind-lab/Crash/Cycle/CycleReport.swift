/// What came of one cycle.
struct CycleReport: Sendable {
    let stack: Int
    /// Counted in its stack, from 1.
    let cycle: Int
    let records: Int
    var strikes: [CrashStrike] = []
    /// From the last blow, or the first record where there was none, until everything was answered.
    var recovery: Duration?
    /// From SIGTERM until the worker was gone.
    var farewell: Duration?
    /// Of the whole cycle, its judging included.
    var took: Duration = .zero
    var unanswered = 0
    /// New ones.
    var violations: [Violation] = []

    var text: String {
        let end = recovery.map { "all answered \($0.tenths) s later" } ?? "\(unanswered) unanswered"
        let verdict = violations.isEmpty ? "ok" : "\(violations.count) violations"
        var strikes = strikes.isEmpty ? ["no crash"] : strikes.map(\.text)
        if let farewell { strikes.append("gone after \(farewell.tenths) s") }
        return "stack \(stack) cycle \(cycle): \(records) records; "
            + (strikes + [end, "\(took.tenths) s", verdict]).joined(separator: "; ")
    }
}
