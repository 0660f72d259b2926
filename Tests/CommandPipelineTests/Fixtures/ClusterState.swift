import CommandContract
import CommandPipeline

/// One command topic with its ledger, one group and the committed view of what its members produce, as plain rules without
/// waiting.
struct ClusterState: Sendable {
    static let topic = "commands"
    static let partitionCount: Int32 = 3

    private(set) var records: [CommandPartition: [ConsumedRecord]] = [:]
    /// The group's offsets. A test may reset them or let them expire.
    var committed: [CommandPartition: Int64] = [:]
    /// Outcomes, dead letters and forwarded commands.
    var published: [CommitBatch.Entry] = []
    var ledgers: [Int32: LedgerLog] = [:]
    var members: [Int: ClusterMember] = [:]
    private(set) var owners: [CommandPartition: (member: Int, assignment: Assignment)] = [:]
    /// Who gets a partition when its owner has let it go.
    var heirs: [CommandPartition: Int] = [:]
    var breaches: [String] = []
    var fetchSize = 3
    /// What the brokers' clocks say: the time of ledger records.
    var time = Timestamp(milliseconds: 1_800_000_000_000)
    /// Of the command topic and of the ledger topic.
    var partitionCounts = (commands: Self.partitionCount, ledger: Self.partitionCount)
    /// Ledger partitions that nobody leads.
    var leaderless: Set<Int32> = []
    /// The largest record that a topic takes.
    var largest: [CommitBatch.Destination: Int] = [:]
    var lastTransaction = 0
    var lastWriter: UInt64 = 0
    private var lastEpoch = 0
    private var lastRevocation = 0

    mutating func append(_ record: ConsumedRecord) {
        let partition = CommandPartition(topic: Self.topic, partition: record.position.partition)
        records[partition, default: []].append(record)
    }

    /// Somebody deletes the command topic and makes it anew.
    mutating func recreateCommands() { records = [:] }

    // MARK: Group

    @discardableResult
    mutating func assign(_ partitions: [CommandPartition], to member: Int) -> [Assignment] {
        let assignments = partitions.map { partition in
            lastEpoch += 1
            return Assignment(partition: partition, epoch: lastEpoch)
        }
        for assignment in assignments { owners[assignment.partition] = (member, assignment) }
        members[member]?.changes.append(.assigned(assignments))
        return assignments
    }

    /// - Returns: the revocation's id, or nil when none of the partitions is the member's to give.
    @discardableResult
    mutating func revoke(_ partitions: [CommandPartition], from member: Int, lost: Bool = false) -> Int? {
        let pending = Set((members[member]?.revoking ?? [:]).values.joined().map(\.partition))
        // What is being given up in order can still be lost before it has been.
        let held = partitions.filter { owners[$0]?.member == member && (lost || !pending.contains($0)) }
        let assignments = held.compactMap { owners[$0]?.assignment }
        guard !assignments.isEmpty else { return nil }
        lastRevocation += 1
        members[member]?.revoking[lastRevocation] = assignments
        members[member]?.changes.append(.revoked(assignments, lost: lost, id: lastRevocation))
        if lost { for assignment in assignments { release(assignment, of: member) } }
        return lastRevocation
    }

    mutating func revocationHandled(_ id: Int, by member: Int) {
        guard members[member]?.isDead == false else { return }
        members[member]?.history.append(.revocationHandled(id))
        guard let assignments = members[member]?.revoking.removeValue(forKey: id) else {
            breaches.append("revocation \(id) handled twice")
            return
        }
        for assignment in assignments where owners[assignment.partition]?.assignment == assignment {
            if members[member]?.inFlight?.batch.assignments.contains(assignment) == true {
                breaches.append("let go of \(assignment) inside an open transaction")
            }
            release(assignment, of: member)
        }
    }

    private mutating func release(_ assignment: Assignment, of member: Int) {
        owners[assignment.partition] = nil
        members[member]?.started[assignment] = nil
        members[member]?.paused.remove(assignment.partition)
        // An heir that has left the group meanwhile gets nothing: the partition would be its for ever and nobody's.
        if let heir = heirs.removeValue(forKey: assignment.partition), members[heir]?.isClosed == false {
            assign([assignment.partition], to: heir)
        }
    }

    mutating func close(_ member: Int) {
        guard members[member]?.isClosed == false else { return }
        members[member]?.isClosed = true
        members[member]?.history.append(.sourceClosed)
        for partition in owners.filter({ $0.value.member == member }).keys.sorted() {
            revoke([partition], from: member)
        }
    }

    /// The process of a killed member has ended; its place in the group and its `transactional.id` are its successor's.
    /// - Parameter commits: the end of its open transaction had been asked for before it died.
    mutating func bury(_ member: Int, commits: Bool) {
        guard var former = members[member] else { return }
        if let open = former.inFlight { former.undecided = (open, commits && open.isValidated) }
        for (partition, owner) in owners where owner.member == member {
            owners[partition] = nil
            heirs[partition] = nil
        }
        members[member] = ClusterMember(after: former)
    }

    /// The next records for a member.
    mutating func fetch(for member: Int) -> ConsumedBatch? {
        if members[member]?.injected.isEmpty == false { return members[member]?.injected.removeFirst() }
        for (assignment, start) in (members[member]?.started ?? [:]).sorted(by: { $0.key.epoch < $1.key.epoch }) {
            let partition = assignment.partition
            if members[member]?.paused.contains(partition) == true { continue }
            let from = members[member]?.positions[assignment] ?? start ?? 0
            let found = Array((records[partition] ?? []).filter { $0.position.offset >= from }.prefix(fetchSize))
            guard let last = found.last else { continue }
            members[member]?.positions[assignment] = last.position.offset + 1
            members[member]?.handedOut += found.count
            return ConsumedBatch(assignment: assignment, records: found)
        }
        return nil
    }

    // MARK: Judging

    /// Whether the group has moved over everything that stands in the topic and so many outcomes are committed.
    func isDone(outcomes: Int) -> Bool {
        outcomeCount >= outcomes
            && records.allSatisfy { partition, records in
                committed[partition] ?? 0 > records.last?.position.offset ?? -1
            }
    }

    var outcomeCount: Int { published.count { $0.destination == .outcomes } }
}
