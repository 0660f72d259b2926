import DequeModule
import Synchronization

/// The worker's machine behind its lock, with the actions it asks for in their order, and the wake-ups of those who wait for
/// them.
final class MachineRoom: Sendable {
    private struct State {
        var machine: WorkerMachine
        var actions: Deque<PipelineAction> = []
        /// An action is being carried out.
        var isActing = false
        /// Uptime at which an action was last taken, or at which there was one to be taken again.
        var lastTaking: Duration = .zero
        var looked: Duration?
        var logCall: Duration?

        var isBusy: Bool { isActing || !actions.isEmpty }
    }

    private let state: Mutex<State>
    private let clock: any PipelineClock
    /// There are actions to be taken.
    let work = Wakeup()
    /// The intake: there may be room.
    let room = Wakeup()

    init(machine: WorkerMachine, clock: any PipelineClock) {
        state = Mutex(State(machine: machine))
        self.clock = clock
    }

    /// Tells the machine what happened.
    func tell(_ input: (inout WorkerMachine, Moment) -> Void) {
        state.withLock { state in
            // Read under the lock, so that the machine never sees time go back.
            let moment = Moment(now: clock.now, uptime: clock.uptime)
            if !state.isBusy { state.lastTaking = moment.uptime }
            input(&state.machine, moment)
            state.actions.append(contentsOf: state.machine.takeActions())
        }
        work.signal()
        room.signal()
    }

    func ask<Answer: Sendable>(_ question: (WorkerMachine) -> Answer) -> Answer {
        state.withLock { question($0.machine) }
    }

    /// What the machine has not completed, or nobody has carried out: of a run that ends with an error.
    var openRevocations: [Int] {
        state.withLock { state in
            let completed = state.actions.compactMap { action in
                if case .completeRevocation(let id) = action { id } else { nil }
            }
            return completed + state.machine.revocations.map(\.id)
        }
    }

    func nextAction() -> PipelineAction? {
        state.withLock { state in
            let action = state.actions.popFirst()
            state.isActing = action != nil
            state.lastTaking = clock.uptime
            return action
        }
    }

    // MARK: Progress

    func askNow<Answer: Sendable>(_ question: (WorkerMachine, Moment) -> Answer) -> Answer {
        state.withLock { question($0.machine, Moment(now: clock.now, uptime: clock.uptime)) }
    }

    /// The periodic look, from the beginning of a run on until its end.
    func look() {
        tell { $0.looked(at: $1) }
        state.withLock { $0.looked = clock.uptime }
    }

    func looksEnd() { state.withLock { $0.looked = nil } }

    func logCallBegan() { state.withLock { $0.logCall = clock.uptime } }

    func logCallEnded() { state.withLock { $0.logCall = nil } }

    var progress: (PipelineProgress, uptime: Duration) {
        state.withLock { state in
            var progress = PipelineProgress()
            progress.looked = state.looked
            progress.acting = state.isBusy ? state.lastTaking : nil
            progress.logCall = state.logCall
            progress.idleCommit = state.machine.idleCommit?.since
            return (progress, clock.uptime)
        }
    }

    /// There is room, and everything that was decided is carried out.
    var mayTakeIn: Bool {
        state.withLock { $0.actions.isEmpty && !$0.isActing && $0.machine.hasRoom }
    }
}
