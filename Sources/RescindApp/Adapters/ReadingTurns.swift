import Synchronization

/// Lets so many ledger partitions be read at a time: each reading has a client of its own with its buffers, and after a
/// rebalance a worker may have a hundred to read.
final class ReadingTurns: Sendable {
    /// One reading's turn, to be given back once.
    final class Turn: Sendable {
        private let isHeld = Mutex(true)
        private let turns: ReadingTurns

        fileprivate init(of turns: ReadingTurns) { self.turns = turns }

        /// Whoever only waits from now on lets another one read. Given back again, it does nothing.
        func giveBack() {
            let wasHeld = isHeld.withLock { isHeld in
                defer { isHeld = false }
                return isHeld
            }
            if wasHeld { turns.giveBack() }
        }
    }

    private struct State {
        var free: Int
        /// Served in the order in which they came.
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(_ count: Int) { state = Mutex(State(free: count)) }

    /// Not ended by cancellation: `body` is to look whether it is still wanted when its turn comes.
    func perform<Result: Sendable>(_ body: (Turn) async throws -> Result) async rethrows -> Result {
        await take()
        let turn = Turn(of: self)
        defer { turn.giveBack() }
        return try await body(turn)
    }

    private func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    private func giveBack() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}
