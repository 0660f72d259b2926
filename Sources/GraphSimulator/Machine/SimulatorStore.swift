import Synchronization

/// The one place the simulator's state is kept; every step is a short critical section without waiting.
final class SimulatorStore: Sendable {
    private let state: Mutex<SimulatorState>

    init(_ state: SimulatorState) {
        self.state = Mutex(state)
    }

    func withState<Result: Sendable, Failure: Error>(
        _ step: (inout SimulatorState) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try state.withLock { state throws(Failure) in try step(&state) }
    }
}
