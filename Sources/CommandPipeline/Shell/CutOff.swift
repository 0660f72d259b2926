import Synchronization

/// Tells everything that runs for one assignment, or one command's timer, that nobody waits for it any more.
final class CutOff: Sendable {
    private enum End<Result: Sendable>: Sendable {
        case ran(Result)
        case cutOff
        case overdue
    }

    private struct State {
        var hasHappened = false
        var waiters: [Int: AsyncStream<Void>.Continuation] = [:]
        var lastWaiter = 0
    }

    private let state = Mutex(State())

    func happen() {
        let waiters = state.withLock { state in
            state.hasHappened = true
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.finish() }
    }

    /// Runs `body`, cancelled when the cut-off happens, or after `bound` if there is one.
    /// - Returns: nil when it was cut off.
    func limit<Result: Sendable>(
        _ clock: any PipelineClock, bound: Duration? = nil, _ body: @escaping @Sendable () async -> Result
    ) async -> Result? {
        // What was decided before it happened must not begin after it.
        if state.withLock({ $0.hasHappened }) { return nil }
        return await withTaskGroup(of: End<Result>.self) { group in
            group.addTask { .ran(await body()) }
            group.addTask {
                // Cancelled when the body is through or overdue; only a cut-off takes its answer away.
                await self.wait() ? .cutOff : .overdue
            }
            if let bound {
                group.addTask {
                    // Cancelled when the body is through first; then nobody reads this end.
                    try? await clock.sleep(for: bound)
                    return .overdue
                }
            }
            var result: Result?
            var isCutOff = false
            for await end in group {
                switch end {
                case .ran(let ran): result = ran
                case .cutOff: isCutOff = result == nil || isCutOff
                case .overdue: break
                }
                group.cancelAll()
            }
            return isCutOff ? nil : result
        }
    }

    /// Returns when it happens, or when the task is cancelled.
    /// - Returns: whether it has happened.
    private func wait() async -> Bool {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state -> Int? in
            guard !state.hasHappened else { return nil }
            state.lastWaiter += 1
            state.waiters[state.lastWaiter] = continuation
            return state.lastWaiter
        }
        guard let id else { return true }
        for await _ in stream {}
        return state.withLock { state in
            state.waiters[id] = nil
            return state.hasHappened
        }
    }
}
