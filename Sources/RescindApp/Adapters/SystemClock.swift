package import CommandContract
import CommandPipeline

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The machine's time.
package struct SystemClock: PipelineClock {
    private static let start = ContinuousClock.now

    package init() {}

    package var now: Timestamp { Timestamp(Date()) }

    /// Counts while the machine is suspended, so that a lease does not outlive a sleep: the Swift runtime's continuous clock
    /// (`swift_get_time` in Clock.cpp) reads `CLOCK_BOOTTIME` on Linux and on macOS `CLOCK_MONOTONIC_RAW`, which is
    /// `mach_continuous_time`.
    package var uptime: Duration { Self.start.duration(to: .now) }

    package func sleep(for duration: Duration) async throws {
        try await ContinuousClock().sleep(for: duration)
    }
}
