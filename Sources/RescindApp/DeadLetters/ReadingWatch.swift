import CommandPipeline
import Synchronization

/// Notices that a reading waits for something that does not come: a partition without a leader tells nothing, for ever.
final class ReadingWatch: Sendable {
    private struct State {
        var turn = 0
        var isWaiting = false
    }

    private let state = Mutex(State())

    /// The next record is waited for.
    func waits() {
        state.withLock { state in
            state.turn += 1
            state.isWaiting = true
        }
    }

    /// It came, and may take its time to be worked on.
    func works() { state.withLock { $0.isWaiting = false } }

    /// Returns when one wait has taken at least `timeout`, or when the task is cancelled.
    func silence(of timeout: Duration, by clock: some PipelineClock) async {
        var seen = -1
        while !Task.isCancelled {
            let turn = state.withLock { $0.isWaiting ? $0.turn : nil }
            if let turn, turn == seen { return }
            seen = turn ?? -1
            do { try await clock.sleep(for: timeout) } catch { return }
        }
    }
}
