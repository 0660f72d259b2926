import CommandContract
import CommandPipeline

/// Time that stands still until a test moves it, or that a test lets pass at once for some durations.
final class ManualClock: PipelineClock {
    private struct State: Sendable {
        /// The wall clock.
        var now = Timestamp(milliseconds: 1_800_000_000_000)
        var uptime = Duration.zero
        var lastSleeper = 0
        var sleeping: [Int: Duration] = [:]
    }

    private let state = Watched(State())
    private let passes: @Sendable (Duration) -> Bool

    /// Every wait passes at once but for the bounds, which nothing reaches then.
    static func hurried() -> ManualClock { ManualClock(passes: { !Bench.bounds.contains($0) }) }

    /// - Parameter passes: whether a sleep of this length is over at once, the clock moved on by it.
    init(passes: @escaping @Sendable (Duration) -> Bool = { _ in false }) { self.passes = passes }

    var now: Timestamp { state.current.now }
    var uptime: Duration { state.current.uptime }

    /// Nobody moves the clock while `body` runs, which must not ask it anything itself.
    func standingStill<Result>(_ body: (_ uptime: Duration) -> Result) -> Result { state.read { body($0.uptime) } }

    func sleep(for duration: Duration) async throws {
        if passes(duration) {
            advance(by: duration)
            await Task.yield()
            return try Task.checkCancellation()
        }
        let (id, due) = state.update { state in
            state.lastSleeper += 1
            state.sleeping[state.lastSleeper] = duration
            return (state.lastSleeper, state.uptime + duration)
        }
        defer { state.update { $0.sleeping[id] = nil } }
        await state.wait { $0.uptime >= due }
        try Task.checkCancellation()
    }

    /// Returns when somebody sleeps for exactly this long.
    func sleeper(for duration: Duration) async { await state.wait { $0.sleeping.values.contains(duration) } }

    /// Returns when nobody sleeps for exactly this long any more.
    func nobody(sleepingFor duration: Duration) async { await state.wait { !$0.sleeping.values.contains(duration) } }

    /// Returns when somebody sleeps for a time in the range, with that time: for what is spread at random.
    @discardableResult
    func sleeper(in range: ClosedRange<Duration>) async -> Duration {
        await state.wait { $0.sleeping.values.contains(where: range.contains) }
        return state.current.sleeping.values.first(where: range.contains) ?? range.upperBound
    }

    func advance(by duration: Duration) {
        state.update { state in
            state.now = state.now + duration
            state.uptime += duration
        }
    }

    /// Somebody corrects the wall clock, forward or back; no time passes.
    func correct(by duration: Duration) { state.update { $0.now = $0.now + duration } }
}
