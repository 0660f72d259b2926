import DequeModule
import Dispatch
import Synchronization

/// A thread that runs blocking jobs one after the other, and an idle job while there are none.
///
/// Its queue holds what callers wait for, so it is as long as the number of callers and needs no bound of its own.
final class SerialThread: Sendable {
    typealias Job = @Sendable () -> Void

    private struct State {
        var jobs: Deque<Job> = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)

    /// Starts the thread. `idle` runs whenever `idleInterval` passes without a job. The thread keeps itself alive
    /// until ``stop(_:)``.
    init(name: String, idleInterval: Duration, idle: @escaping Job) {
        DedicatedThread.start(name) { [self] in
            run(every: idleInterval, idle)
        }
    }

    /// Queues `job`; false once the thread was told to stop.
    func enqueue(_ job: @escaping Job) -> Bool {
        append(job, isLast: false)
    }

    /// Queues the last job, after which the thread ends; false when it was told to stop before.
    @discardableResult
    func stop(_ last: @escaping Job) -> Bool {
        append(last, isLast: true)
    }

    private func append(_ job: @escaping Job, isLast: Bool) -> Bool {
        let isAccepted = state.withLock { state in
            guard !state.isStopped else { return false }
            state.jobs.append(job)
            state.isStopped = isLast
            return true
        }
        if isAccepted { wake.signal() }
        return isAccepted
    }

    private func run(every interval: Duration, _ idle: Job) {
        while true {
            let isWoken = wake.wait(timeout: .now() + interval.dispatchInterval) == .success
            guard isWoken else {
                idle()
                continue
            }
            let (job, isLast) = state.withLock { ($0.jobs.popFirst(), $0.isStopped && $0.jobs.isEmpty) }
            job?()
            if isLast { return }
        }
    }
}
