import CommandContract
import MeetingCancellation
import Testing

@testable import CommandPipeline

@Suite("The worker's transactions")
struct TransactionTests {
    private static let first = Assignment(partition: ModelledCluster.partition(0), epoch: 1)
    private static let second = Assignment(partition: ModelledCluster.partition(1), epoch: 2)
    private static let garbage: [UInt8] = Array("{no".utf8)

    @Test("one is open at a time; the next gathers meanwhile and opens as soon as it is through")
    func groupCommit() {
        var bench = MachineBench.running([Self.first])
        Self.garbage(0..<2, in: Self.first, &bench)
        Self.garbage(2..<5, in: Self.first, &bench)
        #expect(bench.batches.map { $0.offsets[Self.first.partition] } == [2])
        bench.commit()
        #expect(bench.batches.map { $0.offsets[Self.first.partition] } == [2, 5])
        bench.commit()
        #expect(bench.batches.count == 2)
        #expect(bench.machine.load.staged == 0)
    }

    /// What is released for one partition of a transaction must not open the next one before the others have happened.
    @Test("a transaction over two partitions, one with a request to release, is committed once")
    func twoPartitions() {
        var bench = MachineBench.running([Self.first, Self.second])
        bench.tell { $0.recordsArrived([SampleRecord.command(0)], of: Self.first, at: $1) }
        // Held open, so that both partitions are in the next one.
        Self.garbage(0..<1, in: Self.second, &bench)
        bench.answerReads(CommandID(assignment: Self.first, offset: 0))
        Self.garbage(1..<2, in: Self.second, &bench)
        bench.commit()
        #expect(
            Set(bench.batches.last?.offsets.keys.map { $0 } ?? []) == [Self.first.partition, Self.second.partition])
        bench.commit()
        let outcomes = bench.batches.flatMap(\.entries).filter { $0.destination == .outcomes }
        #expect(outcomes.count == 2)
        #expect(bench.actions.last == "cancel 0 #1 by \(AttemptLimits().requestLease)")
        #expect(bench.batches.count == 2)
    }

    @Test("a busy partition does not keep others out of the transactions")
    func fairness() {
        var bench = MachineBench.running([Self.first, Self.second]) { $0.batchRecords = 4 }
        Self.garbage(0..<20, in: Self.first, &bench)
        Self.garbage(0..<20, in: Self.second, &bench)
        for _ in 0..<5 { bench.commit() }
        let turns = bench.batches.prefix(6).map { $0.offsets.keys.map(\.partition) }
        #expect(turns == [[0], [1], [0], [1], [0], [1]])
    }

    @Test("one record that spoils every batch is found beside a busy partition, and written without its bytes")
    func bisection() {
        var bench = MachineBench.running([Self.first, Self.second]) { $0.batchRecords = 8 }
        bench.tell { machine, moment in
            let records = (0..<5).map {
                SampleRecord.record($0, value: $0 == 3 ? [UInt8](repeating: 0x7B, count: 900) : [0x7B])
            }
            machine.recordsArrived(records, of: Self.first, at: moment)
        }
        var offset: Int64 = 0
        for _ in 0..<60 {
            Self.garbage(offset..<offset + 3, in: Self.second, &bench)
            offset += 3
            let isSpoilt = bench.batches.last?.entries.contains { ($0.record.value?.count ?? 0) == 900 } == true
            if isSpoilt { bench.abort(blame: .content) } else { bench.commit() }
        }
        let last = bench.batches.compactMap { $0.offsets[Self.first.partition] }.last
        #expect(last == 5)
        let letters = bench.batches.dropLast().flatMap(\.entries).filter { $0.destination == .deadLetters }
        #expect(letters.contains { $0.record.value == [] })
        #expect(bench.machine.isReady, "no partition is blocked")
    }

    enum Asking: CaseIterable { case token, meeting, nothing }

    private func isShortened(_ bench: MachineBench) -> Bool {
        bench.events.contains { if case .recordShortened = $0 { true } else { false } }
    }

    @Test(
        "a command that the ledger does not take keeps its turn until the answer, if it asks",
        arguments: Asking.allCases)
    func refused(asking: Asking) throws {
        var bench = MachineBench.running([Self.first]) { $0.lanes.concurrency = 1 }
        let id = CommandID(assignment: Self.first, offset: 0)
        let grant = TokenGrant(roles: ["Calendars.ReadWrite"], scopes: [])
        let meeting = Result<MeetingSnapshot, ExchangeFailure>.success(ScriptedCalendar.meeting("m"))
        bench.tell { $0.recordsArrived([SampleRecord.command(0)], of: Self.first, at: $1) }
        bench.tell { $0.permissionAnswered(id, .failure(.unavailable(retryAfter: .seconds(5))), at: $1) }
        let timer = try #require(bench.timers.last { if case .command = $0.id { true } else { false } })
        bench.pass(timer.duration)
        bench.tell { $0.timerFired(timer.id, at: $1) }
        bench.tell { $0.recordsArrived([SampleRecord.command(1)], of: Self.first, at: $1) }
        #expect(bench.takeActions() == ["permission 0", "commit", "permission 0"])
        switch asking {
        case .token: break
        case .meeting: bench.tell { $0.permissionAnswered(id, .success(grant), at: $1) }
        case .nothing: bench.answerReads(id)
        }
        for _ in 0..<6 where !isShortened(bench) { bench.abort(blame: .content) }
        #expect(isShortened(bench))
        #expect(bench.takeActions().contains("permission 1") == (asking == .nothing))
        switch asking {
        case .token: bench.tell { $0.permissionAnswered(id, .success(grant), at: $1) }
        case .meeting: bench.tell { $0.meetingRead(id, meeting, at: $1) }
        case .nothing: break
        }
        #expect(bench.takeActions() == (asking == .nothing ? [] : ["permission 1"]))
    }

    @Test("a record that cannot be made smaller blocks its partition, says so, and holds nobody else")
    func blocked() {
        var bench = MachineBench.running([Self.first, Self.second])
        Self.garbage(0..<2, in: Self.first, &bench)
        for _ in 0..<20 where bench.batches.last?.offsets[Self.first.partition] != nil {
            bench.abort(blame: .content)
        }
        Self.garbage(0..<1, in: Self.second, &bench)
        bench.commit()
        #expect(bench.batches.last?.offsets == [Self.second.partition: 1])
        #expect(bench.events.contains(.partitionBlocked(Self.first.partition, offset: 0, code: "x")))
        #expect(bench.actions.contains("pause 0"))
        #expect(!bench.machine.isReady)
    }

    @Test("after a commit without an answer the ledger decides, by this run's own number", arguments: [true, false])
    func decided(happened: Bool) {
        var bench = MachineBench.running([Self.first])
        Self.garbage(0..<1, in: Self.first, &bench)
        bench.tell { $0.commitFailed(.indefinite(code: "x"), at: $1) }
        #expect(bench.takeActions().suffix(1) == ["openLog"])
        bench.tell { $0.logOpened(at: $1) }
        #expect(bench.takeActions() == ["ledgerEnd"])
        bench.tell { $0.ledgerEndRead(Self.first, 9, at: $1) }
        #expect(bench.takeActions() == ["ledger 0..9"])
        let found = Self.position(writer: 7, transaction: happened ? 1 : 0)
        bench.tell { $0.ledgerEntriesRead(Self.first, [found], at: $1) }
        bench.tell { $0.ledgerRead(Self.first, next: 9, at: $1) }
        #expect(bench.events.contains(.commitDecided(Self.first, happened: happened)))
        #expect(bench.takeActions() == (happened ? [] : ["commit"]))
    }

    @Test("another's position in the ledger means that the partition has another owner")
    func takenOver() {
        var bench = MachineBench.running([Self.first])
        Self.garbage(0..<1, in: Self.first, &bench)
        bench.tell { $0.commitFailed(.indefinite(code: "x"), at: $1) }
        bench.tell { $0.logOpened(at: $1) }
        bench.tell { $0.ledgerEndRead(Self.first, 9, at: $1) }
        _ = bench.takeActions()
        bench.tell { $0.ledgerEntriesRead(Self.first, [Self.position(writer: 8, transaction: 1)], at: $1) }
        bench.tell { $0.ledgerRead(Self.first, next: 9, at: $1) }
        #expect(bench.events.contains(.partitionTakenOver(Self.first)))
        #expect(bench.takeActions() == ["cutOff"])
        #expect(bench.machine.load.partitions.isEmpty)
    }

    @Test("an attempt that is staged when its partition is given up goes back to waiting")
    func unstaged() {
        var bench = MachineBench.running([Self.first])
        // Keeps the transaction open while the command's two changes are staged.
        Self.garbage(0..<1, in: Self.first, &bench)
        let id = CommandID(assignment: Self.first, offset: 1)
        bench.tell { $0.recordsArrived([SampleRecord.command(1)], of: Self.first, at: $1) }
        let unavailable = PermissionFailure.unavailable(retryAfter: .seconds(5))
        bench.tell { $0.permissionAnswered(id, .failure(unavailable), at: $1) }
        bench.pass(.seconds(5))
        bench.tell { $0.timerFired(.command(id, number: 1), at: $1) }
        bench.answerReads(id)
        bench.tell { $0.revoked([Self.first], lost: false, id: 1, at: $1) }
        bench.commit()
        let states = (bench.batches.last?.entries ?? []).compactMap { entry -> String? in
            guard entry.destination == .ledger, let bytes = entry.record.value,
                let record = try? LedgerRecord(bytes, recorded: nil)
            else { return nil }
            switch record {
            case .waiting: return "waiting"
            case .attempting: return "attempting"
            case .settled: return "settled"
            case .position(let position): return "position \(position.nextOffset)"
            }
        }
        #expect(states == ["waiting", "waiting", "position 2"])
        bench.commit()
        #expect(bench.actions.last == "revoked 1")
    }

    private static func garbage(_ offsets: Range<Int64>, in assignment: Assignment, _ bench: inout MachineBench) {
        let number = assignment.partition.partition
        let records = offsets.map { SampleRecord.record($0, in: number, value: garbage) }
        bench.tell { $0.recordsArrived(records, of: assignment, at: $1) }
    }

    private static func position(writer: UInt64, transaction: UInt64) -> LedgerEntry {
        let position = LedgerPosition(nextOffset: 1, partitionCount: 3, writer: writer, transaction: transaction)
        return LedgerEntry(
            key: LedgerKey.position.bytes, value: LedgerRecord.position(position).bytes, timestamp: nil)
    }
}
