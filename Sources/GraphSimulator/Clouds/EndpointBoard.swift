import Synchronization

/// Collects the four bound endpoints and wakes whoever waits for them.
final class EndpointBoard: Sendable {
    private struct State {
        var bound: [SimulatedCloud: SimulatedEndpoint] = [:]
        var closed = false
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]

        var complete: Bool { closed || bound.count == SimulatedCloud.allCases.count }

        mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
            defer { waiters = [:] }
            return Array(waiters.values)
        }
    }

    private let state = Mutex(State())

    /// What is bound at this moment.
    var current: [SimulatedCloud: SimulatedEndpoint] { state.withLock { $0.bound } }

    func listenerBound(_ endpoint: SimulatedEndpoint) {
        let waiters = state.withLock { state in
            state.bound[endpoint.cloud] = endpoint
            return state.complete ? state.takeWaiters() : []
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Nobody will bind any more. Without this a failed bind would leave `waitUntilComplete` hanging.
    func close() {
        let waiters = state.withLock { state in
            state.closed = true
            state.bound = [:]
            return state.takeWaiters()
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns when all four are bound, the board is closed, or the calling task is cancelled.
    func waitUntilComplete() async {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let wait = state.withLock { state in
                    // Cancellation is read under the lock: `onCancel` may have run before the waiter was enrolled.
                    guard !state.complete, !Task.isCancelled else { return false }
                    state.waiters[waiter] = continuation
                    return true
                }
                if !wait { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume()
        }
    }
}
