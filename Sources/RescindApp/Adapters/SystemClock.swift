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

    package var uptime: Duration { Self.start.duration(to: .now) }

    package func sleep(for duration: Duration) async throws {
        try await ContinuousClock().sleep(for: duration)
    }
}
