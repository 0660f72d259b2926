import Synchronization

/// How long an assignment lasts, as the commands that run under it see it. It only moves forward.
final class Tenure: Sendable {
    enum Stage: Int, Comparable, Sendable {
        case owned
        /// To be given up: what has not begun to act stops, what may have acted goes on to find out.
        case leaving
        /// Over: whatever still runs must stop.
        case ended

        static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
    }

    private struct State {
        var stage = Stage.owned
        var waiters: [Int: (stage: Stage, continuation: AsyncStream<Void>.Continuation)] = [:]
        var lastWaiter = 0
    }

    private let state = Mutex(State())

    var stage: Stage { state.withLock { $0.stage } }

    func advance(to stage: Stage) {
        let reached = state.withLock { state in
            state.stage = max(state.stage, stage)
            let reached = state.waiters.filter { $0.value.stage <= state.stage }
            for id in reached.keys { state.waiters[id] = nil }
            return reached.values.map(\.continuation)
        }
        for continuation in reached { continuation.finish() }
    }

    /// Returns when `stage` is reached, or when the task is cancelled.
    func reached(_ stage: Stage) async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state -> Int? in
            guard state.stage < stage else { return nil }
            state.lastWaiter += 1
            state.waiters[state.lastWaiter] = (stage, continuation)
            return state.lastWaiter
        }
        guard let id else { return }
        for await _ in stream {}
        state.withLock { _ = $0.waiters.removeValue(forKey: id) }
    }
}
