import CommandContract
import CommandPipeline
import MeetingCancellation

/// Transactions as broker and coordinators treat them.
extension ClusterState {
    /// Whether no pending offset holds a stable fetch of the partition's offset.
    func isStable(_ partition: CommandPartition) -> Bool {
        members.values.allSatisfy { member in
            [member.inFlight, member.undecided?.transaction].allSatisfy { open in
                open?.isValidated != true || open?.batch.offsets[partition] == nil
            }
        }
    }

    /// Its records are produced.
    mutating func commitBegan(_ batch: CommitBatch, by member: Int) {
        if members[member]?.isLogOpen != true { breaches.append("commit without an open log") }
        if members[member]?.inFlight != nil { breaches.append("two transactions at once") }
        breaches.append(contentsOf: Self.complaints(about: batch))
        lastTransaction += 1
        members[member]?.inFlight = OpenTransaction(batch: batch, number: lastTransaction)
        for (partition, entry) in Self.ledgerEntries(of: batch, at: time) {
            ledgers[partition, default: LedgerLog()].append(entry, transaction: lastTransaction)
        }
    }

    private static func ledgerEntries(of batch: CommitBatch, at time: Timestamp) -> [(Int32, LedgerEntry)] {
        batch.entries.compactMap { entry in
            guard entry.destination == .ledger, case .partition(let number) = entry.placement,
                let key = entry.record.key
            else { return nil }
            return (number, LedgerEntry(key: key, value: entry.record.value, timestamp: time))
        }
    }

    /// The ledger and the offsets of the same partitions, and the position in each of them.
    private static func complaints(about batch: CommitBatch) -> [String] {
        let ledger = batch.entries.filter { $0.destination == .ledger }
        let written = Set(
            ledger.compactMap { entry -> Int32? in
                if case .partition(let number) = entry.placement { number } else { nil }
            })
        let positions = ledger.filter { $0.record.key.flatMap(LedgerKey.init) == .position }
        let moved = Set(batch.offsets.keys.map(\.partition))
        var complaints: [String] = []
        if written != moved { complaints.append("ledger of \(written), offsets of \(moved)") }
        if positions.count != moved.count {
            complaints.append("\(positions.count) positions for \(moved.count) partitions")
        }
        return complaints
    }

    /// Its offsets are sent: refused when an assignment has ended under which they were decided.
    mutating func commitValidated(by member: Int) -> CommitFailure? {
        guard let open = members[member]?.inFlight else { return .fatal(code: "noTransaction") }
        guard open.batch.assignments.allSatisfy({ owners[$0.partition]?.assignment == $0 }) else {
            return abort(member, .aborted(code: "illegalGeneration"))
        }
        members[member]?.inFlight?.isValidated = true
        return nil
    }

    mutating func commitEnded(by member: Int) -> Result<CommitReceipt, CommitFailure> {
        guard let open = members[member]?.inFlight else { return .failure(.fatal(code: "noTransaction")) }
        if members[member]?.refusesForwards == true, open.batch.entries.contains(where: { $0.destination == .commands })
        {
            return .failure(abort(member, .aborted(code: "topicAuthorizationFailed", blame: .rights)))
        }
        if open.batch.entries.contains(where: isTooLarge) {
            return .failure(abort(member, .aborted(code: "msgSizeTooLarge", blame: .content)))
        }
        switch members[member]?.nextFault() ?? .succeeds {
        case .succeeds:
            let receipt = receipt(for: open)
            members[member]?.inFlight = nil
            apply(open)
            members[member]?.history.append(.committed)
            return .success(receipt)
        case .aborted: return .failure(abort(member, .aborted(code: "scripted")))
        case .fatal:
            members[member]?.isLogOpen = false
            return .failure(abort(member, .fatal(code: "scripted")))
        case .indefinite(let happened):
            members[member]?.isLogOpen = false
            members[member]?.inFlight = nil
            members[member]?.undecided = (open, happened)
            return .failure(.indefinite(code: "scripted"))
        }
    }

    private func isTooLarge(_ entry: CommitBatch.Entry) -> Bool {
        let size = RecordSize.of(key: entry.record.key, value: entry.record.value, headers: entry.record.headers)
        return largest[entry.destination].map { size > $0 } ?? false
    }

    private func receipt(for open: OpenTransaction) -> CommitReceipt {
        let ends = open.batch.offsets.keys.map { ($0.partition, ledgers[$0.partition]?.end ?? 0) }
        return CommitReceipt(ledgerEnds: Dictionary(uniqueKeysWithValues: ends), time: time)
    }

    private mutating func abort(_ member: Int, _ failure: CommitFailure) -> CommitFailure {
        if let open = members[member]?.inFlight { end(open, isCommitted: false) }
        members[member]?.inFlight = nil
        return failure
    }

    /// Opens a member's log, or closes it for good; both decide what was left undecided.
    mutating func decide(for member: Int) {
        if let (open, happened) = members[member]?.undecided {
            if happened { apply(open) } else { end(open, isCommitted: false) }
        }
        members[member]?.undecided = nil
    }

    private mutating func end(_ open: OpenTransaction, isCommitted: Bool) {
        for partition in ledgers.keys { ledgers[partition]?.ended(open.number, isCommitted: isCommitted) }
    }

    private mutating func apply(_ open: OpenTransaction) {
        end(open, isCommitted: true)
        for (partition, next) in open.batch.offsets {
            if next < committed[partition] ?? 0 {
                breaches.append("offset \(next) after \(committed[partition] ?? 0)")
            }
            committed[partition] = next
        }
        published.append(contentsOf: open.batch.entries.filter { $0.destination != .ledger })
        for entry in open.batch.entries where entry.destination == .commands { receive(entry) }
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

    /// What the ledger says of a command at this moment.
    func ledgerRecord(of identity: CommandIdentity) -> LedgerRecord? {
        let key = LedgerKey.command(IdentityHash(identity)).bytes
        let last = ledgers.values.flatMap(\.written).last { $0.key == key }
        return last.flatMap { entry in entry.value.flatMap { try? LedgerRecord($0, recorded: entry.timestamp) } }
    }
}
