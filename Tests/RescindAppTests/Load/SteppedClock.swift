import CommandContract
import CommandPipeline
import Synchronization

@testable import RescindApp

/// A pipeline's clock that stands still until a test steps it: whoever sleeps until then wakes.
final class SteppedClock: PipelineClock {
    private struct Sleeper {
        let until: Duration
        let wake: CheckedContinuation<Void, Never>
    }

    private struct State {
        var uptime = Duration.zero
        /// Nobody sleeps that long or shorter: the clock leaps to the end.
        var leap = Duration.zero
        var lastNumber = 0
        var sleepers: [Int: Sleeper] = [:]

        /// Takes out those whose time is over.
        mutating func woken() -> [Sleeper] {
            let over = sleepers.filter { $0.value.until <= uptime }
            for number in over.keys { sleepers[number] = nil }
            return Array(over.values)
        }
    }

    private let start = SystemClock().now
    private let state = Mutex(State())
    private let changes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    var now: Timestamp { start + uptime }
    var uptime: Duration { state.withLock { $0.uptime } }

    func step(_ duration: Duration) {
        let woken = state.withLock { state in
            state.uptime += duration
            return state.woken()
        }
        for sleeper in woken { sleeper.wake.resume() }
    }

    /// From now on nobody has to wait so long or shorter; whoever does so wakes.
    func leap(over duration: Duration) {
        state.withLock { $0.leap = duration }
        step(duration)
    }

    /// Returns when so many sleep that a step of `duration` would wake. For one waiter at a time.
    func asleep(_ count: Int, for duration: Duration) async {
        if sleepers(for: duration) >= count { return }
        for await _ in changes.stream where sleepers(for: duration) >= count { return }
    }

    func sleep(for duration: Duration) async throws {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isAsleep = state.withLock { state in
                    // Read under the lock: `onCancel` may have run before the continuation was there.
                    guard !Task.isCancelled, duration > state.leap else { return false }
                    state.sleepers[number] = Sleeper(until: state.uptime + duration, wake: continuation)
                    return true
                }
                if isAsleep { changes.continuation.yield() } else { wakeAtOnce(continuation, duration) }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number) }?.wake.resume()
        }
        try Task.checkCancellation()
    }

    private func wakeAtOnce(_ sleeper: CheckedContinuation<Void, Never>, _ duration: Duration) {
        if !Task.isCancelled { step(duration) }
        sleeper.resume()
    }

    private func sleepers(for duration: Duration) -> Int {
        state.withLock { state in state.sleepers.values.count { $0.until <= state.uptime + duration } }
    }
}
