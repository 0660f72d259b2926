import CommandContract
import CommandPipeline

/// One command topic, one group and the committed view of what its members produce, as plain rules without waiting.
struct ClusterState: Sendable {
    static let topic = "commands"
    static let partitionCount: Int32 = 3

    private(set) var records: [CommandPartition: [ConsumedRecord]] = [:]
    private(set) var committed: [CommandPartition: Int64] = [:]
    private(set) var published: [CommitBatch.Entry] = []
    var members: [Int: ClusterMember] = [:]
    private(set) var owners: [CommandPartition: (member: Int, assignment: Assignment)] = [:]
    /// Who gets a partition when its owner has let it go.
    var heirs: [CommandPartition: Int] = [:]
    private(set) var breaches: [String] = []
    var fetchSize = 3
    private var lastEpoch = 0
    private var lastRevocation = 0

    mutating func append(_ record: ConsumedRecord) {
        let partition = CommandPartition(topic: Self.topic, partition: record.position.partition)
        records[partition, default: []].append(record)
    }

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
        members[member]?.history.append(.revocationHandled(id))
        guard let assignments = members[member]?.revoking.removeValue(forKey: id) else {
            breaches.append("revocation \(id) handled twice")
            return
        }
        for assignment in assignments where owners[assignment.partition]?.assignment == assignment {
            if members[member]?.inFlight?.offsets[assignment.partition] != nil {
                breaches.append("let go of \(assignment) inside an open transaction")
            }
            release(assignment, of: member)
        }
    }

    private mutating func release(_ assignment: Assignment, of member: Int) {
        owners[assignment.partition] = nil
        members[member]?.started.remove(assignment)
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
        for partition in owners.filter({ $0.value.member == member }).keys { revoke([partition], from: member) }
    }

    /// The next records for a member; the first fetch of a partition waits until no transaction is pending there.
    mutating func fetch(for member: Int) -> ConsumedBatch? {
        if members[member]?.injected.isEmpty == false { return members[member]?.injected.removeFirst() }
        for assignment in (members[member]?.started ?? []).sorted(by: { $0.epoch < $1.epoch }) {
            let partition = assignment.partition
            if members[member]?.paused.contains(partition) == true { continue }
            var position = members[member]?.positions[assignment]
            if position == nil, isStable(partition) { position = committed[partition] ?? 0 }
            guard let from = position else { continue }
            let found = Array((records[partition] ?? []).filter { $0.position.offset >= from }.prefix(fetchSize))
            guard let last = found.last else { continue }
            members[member]?.positions[assignment] = last.position.offset + 1
            members[member]?.handedOut += found.count
            return ConsumedBatch(assignment: assignment, records: found)
        }
        return nil
    }

    func isStable(_ partition: CommandPartition) -> Bool {
        members.values.allSatisfy {
            $0.inFlight?.offsets[partition] == nil && $0.undecided?.batch.offsets[partition] == nil
        }
    }

    // MARK: Transactions

    mutating func commitBegan(_ batch: CommitBatch, by member: Int) {
        if members[member]?.isLogOpen != true { breaches.append("commit without an open log") }
        if members[member]?.inFlight != nil { breaches.append("two transactions at once") }
        members[member]?.inFlight = batch
    }

    mutating func commitEnded(by member: Int) -> CommitFailure? {
        guard let batch = members[member]?.inFlight else { return .fatal(code: "noTransaction") }
        members[member]?.inFlight = nil
        let isFenced = batch.offsets.keys.contains { owners[$0]?.member != member }
        let isRefused =
            members[member]?.refusesForwards == true && batch.entries.contains { $0.destination == .commands }
        if isRefused { return .aborted(code: "topicAuthorizationFailed") }
        switch members[member]?.nextFault() ?? .succeeds {
        case .succeeds:
            if isFenced { return .aborted(code: "illegalGeneration") }
            apply(batch)
            members[member]?.history.append(.committed)
            return nil
        case .aborted: return .aborted(code: "scripted")
        case .fatal:
            members[member]?.isLogOpen = false
            return .fatal(code: "scripted")
        case .indefinite(let happened):
            members[member]?.isLogOpen = false
            members[member]?.undecided = (batch, happened && !isFenced)
            return .indefinite(code: "scripted")
        }
    }

    /// Opens a member's log, or closes it for good; both decide what was left undecided.
    mutating func decide(for member: Int) {
        if let (batch, happened) = members[member]?.undecided, happened { apply(batch) }
        members[member]?.undecided = nil
    }

    private mutating func apply(_ batch: CommitBatch) {
        for (partition, next) in batch.offsets {
            if next <= committed[partition] ?? 0 {
                breaches.append("offset \(next) after \(committed[partition] ?? 0)")
            }
            committed[partition] = next
        }
        published.append(contentsOf: batch.entries)
        for entry in batch.entries where entry.destination == .commands { receive(entry) }
    }

    /// A forwarded command takes the next offset of its partition.
    private mutating func receive(_ entry: CommitBatch.Entry) {
        guard case .partition(let number) = entry.placement else {
            breaches.append("a command forwarded by key")
            return
        }
        let partition = CommandPartition(topic: Self.topic, partition: number)
        let offset = (records[partition]?.last?.position.offset ?? -1) + 1
        append(
            ConsumedRecord(
                position: RecordPosition(
                    topic: Self.topic, partition: number, offset: offset, timestamp: entry.record.timestamp),
                key: entry.record.key, value: entry.record.value, headers: entry.record.headers
            )
        )
    }

    /// Whether a group has committed everything that stands in the topic.
    var isDone: Bool {
        records.allSatisfy { partition, records in
            committed[partition] ?? 0 > records.last?.position.offset ?? -1
        }
    }
}
