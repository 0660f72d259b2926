import Synchronization

/// The state and the wake-ups that the pipeline's tasks share.
///
/// Every change goes through ``update(_:)``, which wakes everyone who may care: a signal too many costs a look, a signal too
/// few would be a worker that stands still.
final class PipelineShared: Sendable {
    let state: Mutex<PipelineState>
    /// The dispatcher: a command may start.
    let startable = Wakeup()
    /// The committer: a transaction may open.
    let committable = Wakeup()
    /// The intake: there may be room.
    let room = Wakeup()
    /// Whoever waits for partitions to drain.
    private let waiters = Mutex<(last: Int, wakeups: [Int: Wakeup])>((0, [:]))
    private let shareGate = Mutex(())
    /// Of each assignment that we have or are giving up.
    private let tenures = Mutex<[Assignment: Tenure]>([:])

    init(limits: PipelineLimits) { state = Mutex(PipelineState(limits: limits)) }

    @discardableResult
    func update<Result: Sendable>(_ change: (inout sending PipelineState) -> Result) -> Result {
        let result = state.withLock { change(&$0) }
        startable.signal()
        committable.signal()
        room.signal()
        for waiter in waiters.withLock({ Array($0.wakeups.values) }) { waiter.signal() }
        return result
    }

    /// Decides on pauses and carries them out as one step: told late, a pause would undo a resume, or meet the partition's
    /// next assignment, and last for ever. A lock of its own, since the source is never called under the state's lock.
    func applyShares(
        _ decide: (inout sending PipelineState) -> [CommandPartition], _ apply: ([CommandPartition]) -> Void
    ) {
        shareGate.withLock { _ in
            let partitions = state.withLock { decide(&$0) }
            if !partitions.isEmpty { apply(partitions) }
        }
    }

    // MARK: Tenures

    func began(_ assignments: [Assignment]) {
        tenures.withLock { tenures in
            for assignment in assignments { tenures[assignment] = Tenure() }
        }
    }

    /// nil when the assignment has ended.
    func tenure(of assignment: Assignment) -> Tenure? { tenures.withLock { $0[assignment] } }

    func advance(_ assignments: [Assignment], to stage: Tenure.Stage) {
        let affected = tenures.withLock { tenures in
            assignments.compactMap { stage == .ended ? tenures.removeValue(forKey: $0) : tenures[$0] }
        }
        for tenure in affected { tenure.advance(to: stage) }
    }

    // MARK: Waiting

    /// Waits until `condition` holds; looks whenever the state was changed.
    func wait(until condition: @Sendable (PipelineState) -> Bool) async {
        let wakeup = Wakeup()
        let id = waiters.withLock { waiters in
            waiters.last += 1
            waiters.wakeups[waiters.last] = wakeup
            return waiters.last
        }
        defer { waiters.withLock { _ = $0.wakeups.removeValue(forKey: id) } }
        wakeup.signal()
        for await _ in wakeup.signals where state.withLock({ condition($0) }) { return }
    }
}
