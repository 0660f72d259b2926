import CommandContract
import CommandPipeline

/// A clock whose uptime the test gives; nothing that it is made for sleeps.
struct ReadClock: PipelineClock {
    let read: @Sendable () -> Duration

    init(_ read: @escaping @Sendable () -> Duration) { self.read = read }

    var now: Timestamp { Timestamp(milliseconds: 0) }
    var uptime: Duration { read() }

    func sleep(for duration: Duration) async throws {}
}
