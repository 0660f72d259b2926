import CommandContract
import MeetingCancellation

/// Everything the pipeline has to remember, as one value: which partitions are ours, what runs, what waits to be committed.
///
/// The shell holds it behind one lock, feeds it what happened and acts on what it returns; it never waits.
struct PipelineState: Sendable {
    private let limits: PipelineLimits
    private var queue: CommandQueue<StagedCommand, Assignment>
    private var progress: [CommandPartition: PartitionProgress] = [:]
    /// Of the command topics, as of the last assignment.
    private var partitionCounts: [String: Int32] = [:]
    /// Commands being worked on, by the assignment they came with.
    private var running: [Assignment: Int] = [:]
    private var staged = (records: 0, bytes: 0)
    /// Assignments being given up: what runs may end, nothing else begins.
    private var leaving: Set<Assignment> = []
    /// Our partitions, those that were committed longest ago first.
    private var turns: [CommandPartition] = []
    /// Partitions of the open transaction, with the assignment they were taken from.
    private var open: Set<Assignment> = []
    /// The open transaction has ended without an answer; only opening the log anew tells what became of it.
    private var isUndecided = false
    private(set) var isLogOpen = false
    /// The last transaction was aborted and none has gone through since.
    private var hasAborted = false
    /// Partitions that hold more than their share, paused at the source.
    private var paused: Set<Assignment> = []
    private(set) var isStopping = false
    /// Forwards that are not committed, with what they would have run as.
    private var forwards: [RecordPosition: (staged: StagedCommand, assignment: Assignment, aborts: Int)] = [:]
    /// The broker has refused a forward: until the next assignment commands are worked on where they stand.
    private(set) var mayForward = true
    /// A forward that is in so many aborted transactions is to blame for them.
    private static let bearableAborts = 3

    init(limits: PipelineLimits) {
        self.limits = limits
        queue = CommandQueue(concurrency: limits.concurrency)
    }

    var hasRoom: Bool { staged.records < limits.stagedRecords && staged.bytes < limits.stagedBytes }
    var load: PipelineLoad {
        PipelineLoad(
            running: running.values.reduce(0, +), staged: staged.records,
            partitions: progress.map {
                PartitionLoad(partition: $0.key, nextOffset: $0.value.nextOffset, oldest: $0.value.oldest)
            }
        )
    }

    // MARK: Assignment

    mutating func assigned(_ assignments: [Assignment]) {
        mayForward = true
        for assignment in assignments {
            if progress[assignment.partition] == nil { turns.append(assignment.partition) }
            progress[assignment.partition] = PartitionProgress(epoch: assignment.epoch)
        }
    }

    /// Nothing of these partitions starts any more; what runs may end and be committed until ``isDrained(_:)``.
    mutating func revocationBegan(_ assignments: [Assignment]) {
        leaving.formUnion(assignments)
        for assignment in assignments { queue.drop(assignment) }
    }

    func isDrained(_ assignments: [Assignment]) -> Bool {
        assignments.allSatisfy { assignment in
            guard let progress = owned(assignment) else { return true }
            return (running[assignment] ?? 0) == 0 && !progress.hasCommittable && !open.contains(assignment)
        }
    }

    /// A transaction without an answer does not count: nothing of it is sent any more, and whoever owns the partition next
    /// reads its offset only once the transaction is decided.
    func isInOpenTransaction(_ assignments: [Assignment]) -> Bool {
        !isUndecided && !open.isDisjoint(with: assignments)
    }

    /// Ends the assignments unless they are in an open transaction. One step, since between a look and the end of an
    /// assignment the next transaction could open.
    /// - Returns: false when they are; nothing has changed then.
    mutating func letGo(_ assignments: [Assignment]) -> Bool {
        guard !isInOpenTransaction(assignments) else { return false }
        forgotten(assignments)
        return true
    }

    /// The assignments end: results that come later find no owner and are dropped.
    mutating func forgotten(_ assignments: [Assignment]) {
        for assignment in assignments {
            queue.drop(assignment)
            forwards = forwards.filter { $0.value.assignment != assignment }
            leaving.remove(assignment)
            paused.remove(assignment)
            guard let held = owned(assignment)?.held else { continue }
            release(held)
            progress[assignment.partition] = nil
            turns.removeAll { $0 == assignment.partition }
        }
    }

    mutating func counted(_ count: Int32, partitionsOf topic: String) { partitionCounts[topic] = count }

    func partitionCount(of topic: String) -> Int32? { partitionCounts[topic] }

    func owns(_ assignment: Assignment) -> Bool { owned(assignment) != nil }

    mutating func stopBegan() { isStopping = true }

    // MARK: Records

    /// - Returns: false when the record is not to be worked on: no longer ours, being given up, or delivered before.
    mutating func arrived(_ record: ConsumedRecord, of assignment: Assignment) -> Bool {
        guard !isStopping, mayBegin(assignment),
            progress[assignment.partition]?.arrived(record.position, bytes: record.bytes) == true
        else { return false }
        staged.records += 1
        staged.bytes += record.bytes
        return true
    }

    // MARK: Shares

    /// A partition whose head is slow must not fill the room of all the others (promise P6).
    /// - Returns: whether the partition is to be paused now.
    mutating func exceedsShare(_ assignment: Assignment) -> Bool {
        guard let progress = owned(assignment),
            progress.count >= limits.partitionRecords || progress.bytes >= limits.partitionBytes
        else { return false }
        return paused.insert(assignment).inserted
    }

    /// - Returns: partitions to be resumed now.
    mutating func fitsShareAgain() -> [CommandPartition] {
        let fitting = paused.filter { assignment in
            guard let progress = owned(assignment) else { return true }
            return progress.count <= limits.partitionRecords / 2 && progress.bytes <= limits.partitionBytes / 2
        }
        paused.subtract(fitting)
        return fitting.map(\.partition)
    }

    // MARK: Commands

    /// The partition may have gone while the record was decoded; its next owner runs the command then.
    mutating func enqueued(_ command: StagedCommand, of assignment: Assignment) {
        guard mayBegin(assignment) else { return }
        queue.enqueue(command, lane: command.authorized.address.lane, owner: assignment)
    }

    /// The next command to start, if one may.
    mutating func nextCommand() -> (StagedCommand, Assignment)? {
        guard canCommit, let entry = queue.next() else { return nil }
        running[entry.owner, default: 0] += 1
        return (entry.job, entry.owner)
    }

    mutating func ended(_ command: StagedCommand, of assignment: Assignment) {
        queue.finished(command.authorized.address.lane)
        running[assignment, default: 1] -= 1
        if running[assignment] == 0 { running[assignment] = nil }
    }

    mutating func settled(_ position: RecordPosition, of assignment: Assignment, entries: [CommitBatch.Entry]) {
        guard owned(assignment) != nil else { return }
        progress[assignment.partition]?.settled(offset: position.offset, entries: entries)
    }

    // MARK: Forwards

    mutating func forwarded(_ command: StagedCommand, of assignment: Assignment, by entry: CommitBatch.Entry) {
        guard owns(assignment) else { return }
        forwards[command.record.position] = (command, assignment, 0)
        settled(command.record.position, of: assignment, entries: [entry])
    }

    /// The open transaction is aborted. A forward that the broker never takes (no right to write there, a smaller limit, too
    /// old a time) would abort every transaction for ever and so hold all partitions. So when one has been in too many, all are
    /// worked on where they stand: all, since whatever comes now is too and must not overtake them, and in their order, since
    /// two may be about one meeting (promise P6).
    /// - Returns: how many were taken back.
    private mutating func takeBackForwards() -> Int {
        for (position, forward) in forwards where open.contains(forward.assignment) {
            let wasTaken = progress[forward.assignment.partition]?.isTaken(offset: position.offset) == true
            if wasTaken { forwards[position]?.aborts += 1 }
        }
        guard forwards.values.contains(where: { $0.aborts >= Self.bearableAborts }) else { return 0 }
        mayForward = false
        let takenBack = forwards.sorted { $0.key.offset < $1.key.offset }
        forwards = [:]
        for (position, forward) in takenBack {
            progress[forward.assignment.partition]?.unsettled(offset: position.offset)
            enqueued(forward.staged, of: forward.assignment)
        }
        return takenBack.count
    }

    private mutating func forgetCommittedForwards() {
        forwards = forwards.filter { position, forward in
            owned(forward.assignment)?.holds(offset: position.offset) == true
        }
    }

    // MARK: Transactions

    /// Opens a transaction over what is settled, or returns nil when nothing is, or one is open.
    mutating func takeBatch() -> (batch: CommitBatch, records: Int)? {
        guard open.isEmpty else { return nil }
        var entries: [CommitBatch.Entry] = []
        var offsets: [CommandPartition: Int64] = [:]
        var records = 0
        for partition in turns where records < limits.batchRecords {
            guard let taken = progress[partition]?.take(limit: limits.batchRecords - records),
                let epoch = progress[partition]?.epoch
            else { continue }
            open.insert(Assignment(partition: partition, epoch: epoch))
            entries.append(contentsOf: taken.entries)
            offsets[partition] = taken.nextOffset
            records += taken.records
        }
        guard !offsets.isEmpty else { return nil }
        // A busy partition can fill every batch by itself: the others come first next time.
        turns = turns.filter { offsets[$0] == nil } + turns.filter { offsets[$0] != nil }
        return (CommitBatch(entries: entries, offsets: offsets), records)
    }

    mutating func batchCommitted() {
        hasAborted = false
        closeTransaction { $0.committed() }
        if !forwards.isEmpty { forgetCommittedForwards() }
    }

    /// - Returns: how many forwards were taken back.
    @discardableResult
    mutating func batchAborted() -> Int {
        hasAborted = true
        let takenBack = forwards.isEmpty ? 0 : takeBackForwards()
        closeTransaction { progress in
            progress.aborted()
            return (0, 0)
        }
        return takenBack
    }

    mutating func commitLeftUndecided() {
        isUndecided = true
        isLogOpen = false
    }

    /// The log is being opened anew.
    mutating func logLost() { isLogOpen = false }

    /// Whether outcomes can be committed. While they cannot, no command starts: a meeting cancelled now would be found gone
    /// when its record is delivered again, and told as another's doing. An abort may repeat for ever (a missing ACL, say), so
    /// it counts until a transaction goes through or nothing is left to commit.
    var canCommit: Bool {
        isLogOpen && !(hasAborted && progress.values.contains { $0.isTaken || $0.hasCommittable })
    }

    /// Partitions whose committed offset decides what became of the open transaction.
    var openPartitions: [CommandPartition] { open.filter { owned($0) != nil }.map(\.partition) }

    mutating func reconciled(_ committed: [CommandPartition: Int64]) {
        let partitions = open
        open = []
        isUndecided = false
        isLogOpen = true
        hasAborted = false
        for assignment in partitions where owned(assignment) != nil {
            if let done = progress[assignment.partition]?.reconciled(committed: committed[assignment.partition]) {
                release(done)
            }
        }
        if !forwards.isEmpty { forgetCommittedForwards() }
    }

    private mutating func closeTransaction(_ change: (inout PartitionProgress) -> (records: Int, bytes: Int)) {
        let assignments = open
        open = []
        for assignment in assignments where owned(assignment) != nil {
            guard var progress = progress[assignment.partition] else { continue }
            release(change(&progress))
            self.progress[assignment.partition] = progress
        }
    }

    private func mayBegin(_ assignment: Assignment) -> Bool { owns(assignment) && !leaving.contains(assignment) }

    private func owned(_ assignment: Assignment) -> PartitionProgress? {
        guard let progress = progress[assignment.partition], progress.epoch == assignment.epoch else { return nil }
        return progress
    }

    private mutating func release(_ done: (records: Int, bytes: Int)) {
        staged.records -= done.records
        staged.bytes -= done.bytes
    }
}
