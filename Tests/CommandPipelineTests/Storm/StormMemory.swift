import MeetingCancellation

@testable import CommandPipeline

/// What a machine holds at most, looked at after every step, against its bounds.
struct StormMemory {
    private let limits: PipelineLimits
    /// What had more than its bound.
    private(set) var breaches: Set<String> = []
    private(set) var mostStaged = 0
    private(set) var mostCommands = 0
    private(set) var mostOpen = 0
    private(set) var mostMailboxes = 0
    private(set) var mostTasks = 0

    init(_ limits: PipelineLimits) { self.limits = limits }

    /// Timers of partitions, of the log and of the lanes, and calls that are not a command's.
    private static let tasksOfOthers = 40

    /// - Parameter tasks: timers and calls that run for the machine.
    mutating func look(at machine: WorkerMachine, tasks: Int) {
        let commands = machine.partitions.values.reduce(0) { $0 + $1.commands.count }
        mostStaged = max(mostStaged, machine.staged.records)
        mostCommands = max(mostCommands, commands)
        mostMailboxes = max(mostMailboxes, machine.lanes.mailboxCount)
        mostTasks = max(mostTasks, tasks)
        bound("staged records", machine.staged.records, limits.stagedRecords)
        // Of bytes, the record that is let in last may pass the mark.
        bound("staged bytes", machine.staged.bytes, limits.stagedBytes + limits.commandBytes)
        bound("timers and calls", tasks, commands + Self.tasksOfOthers)
        for state in machine.partitions.values { look(at: state) }
    }

    private mutating func look(at state: PartitionState) {
        bound("records of a partition", state.progress.count, limits.partitionRecords)
        mostOpen = max(mostOpen, state.open.commands)
        bound("bytes of a partition", state.progress.bytes, limits.partitionBytes + limits.commandBytes)
        // An attempt is written down however many wait.
        let running = limits.lanes.concurrency
        bound("open commands", state.open.commands, limits.openCommands + running)
        bound("open bytes", state.open.bytes, limits.openBytes + (running + 1) * limits.commandBytes)
        // What the ledger does not hold, a record does that the offset has not moved over.
        bound("commands", state.commands.count, limits.openCommands + limits.partitionRecords)
        // A command's wait, and the attempt or the end that follows before the transaction is through.
        bound("staged changes", state.pending.count, 2 * (limits.openCommands + limits.partitionRecords))
    }

    private mutating func bound(_ name: String, _ count: Int, _ most: Int) {
        if count > most { breaches.insert(name) }
    }
}
