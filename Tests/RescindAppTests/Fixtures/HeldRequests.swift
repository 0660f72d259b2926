import Foundation
import GraphSimulator
import Synchronization

/// Holds requests of the simulator until the test lets them go: a fault with the delay ``forever`` waits here, any other
/// delay passes as usual.
final class HeldRequests: Sendable {
    static let forever: Duration = .seconds(3600)

    private struct State {
        var arrived = 0
        var isReleased = false
        var nextNumber = 0
        var held: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())
    private let changes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    var time: SimulatorTime {
        SimulatorTime(
            now: { Date() },
            wait: { duration in
                if duration == Self.forever { await self.hold() } else { try await SimulatorTime.system.wait(duration) }
            }
        )
    }

    /// Returns when so many requests have been held, released ones included. For one waiter at a time.
    func arrived(_ count: Int) async {
        if state.withLock({ $0.arrived >= count }) { return }
        for await _ in changes.stream where state.withLock({ $0.arrived >= count }) { return }
    }

    /// Lets everything go, and whatever comes later.
    func release() {
        let held = state.withLock { state in
            state.isReleased = true
            defer { state.held = [:] }
            return Array(state.held.values)
        }
        for continuation in held { continuation.resume() }
    }

    private func hold() async {
        let number = state.withLock { state in
            state.arrived += 1
            state.nextNumber += 1
            return state.nextNumber
        }
        changes.continuation.yield()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isHeld = state.withLock { state in
                    // Read under the lock: `onCancel` may have run before the continuation was there.
                    guard !state.isReleased, !Task.isCancelled else { return false }
                    state.held[number] = continuation
                    return true
                }
                if !isHeld { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.held.removeValue(forKey: number) }?.resume()
        }
    }
}
