/// Of the cycle under way: what a blow's report is measured against.
struct CrashScene: Sendable {
    let start: ContinuousClock.Instant
    /// Outcomes there were before it.
    let answeredBefore: Int

    func strike(_ how: String, _ phase: CrashStrike.Phase, _ stack: CrashStack) -> CrashStrike {
        CrashStrike(
            how: how, after: start.duration(to: .now), phase: phase,
            answered: max(0, stack.notebook.answered - answeredBefore)
        )
    }
}
