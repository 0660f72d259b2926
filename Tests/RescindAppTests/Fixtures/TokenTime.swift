import CommandContract
import CommandPipeline
import MicrosoftGraph
import Synchronization

/// The time of a token cache and of a pipeline's clock: stands still until a test moves it.
final class TokenTime: PipelineClock {
    private static let start = ContinuousClock.now
    private let passed = Mutex(Duration.zero)

    func pass(_ duration: Duration) { passed.withLock { $0 += duration } }

    var instant: ContinuousClock.Instant { Self.start + uptime }
    var uptime: Duration { passed.withLock { $0 } }
    var now: Timestamp { Timestamp(milliseconds: 1_800_000_000_000) + uptime }

    func sleep(for duration: Duration) async throws {}

    /// Draws nothing: every back-off is its floor.
    var cache: TokenCache { TokenCache(now: { self.instant }, jitter: { 0 }) }
}

extension CalendarBench.Setting {
    /// The lab, with a token cache whose time the test moves.
    static func withTime() -> (setting: CalendarBench.Setting, time: TokenTime) {
        let time = TokenTime()
        var setting = CalendarBench.Setting()
        setting.cache = time.cache
        return (setting, time)
    }
}
