import CommandContract
import MeetingCancellation
import Testing

@testable import CommandPipeline

@Suite("What the worker shows of itself", .timeLimit(.minutes(1)))
struct PipelineStatusTests {
    private static let first = Assignment(partition: ModelledCluster.partition(0), epoch: 1)
    private static let second = Assignment(partition: ModelledCluster.partition(1), epoch: 2)
    private static let grant = Result<TokenGrant, PermissionFailure>.success(
        TokenGrant(roles: ["Calendars.ReadWrite"], scopes: []))
    private static let throttled = Result<MeetingSnapshot, ExchangeFailure>.failure(
        ExchangeFailure(kind: .throttled, verdict: .surelyNotProcessed, retryAfter: .seconds(17)))

    private static func id(_ offset: Int64, _ assignment: Assignment = first) -> CommandID {
        CommandID(assignment: assignment, offset: offset)
    }

    /// The first command of the first partition's mailbox is turned away for 17 s, with another one behind it; a third has run
    /// and must wait, a fourth comes later, and another mailbox goes on.
    private static func throttledBench() -> MachineBench {
        var bench = MachineBench.running([first, second])
        bench.tell { machine, moment in
            machine.recordsArrived(
                [
                    SampleRecord.command(0, event: "a"), SampleRecord.command(1, event: "a"),
                    SampleRecord.command(2, event: "b"),
                ], of: first, at: moment)
        }
        bench.tell { $0.recordsArrived([SampleRecord.command(0, in: 1)], of: second, at: $1) }
        bench.tell { $0.permissionAnswered(id(0), grant, at: $1) }
        bench.tell { $0.meetingRead(id(0), throttled, at: $1) }
        bench.tell { $0.permissionAnswered(id(2), grant, at: $1) }
        bench.tell { machine, moment in
            let fields = ",\"expectedStart\":\"2027-01-15T09:30:00Z\""
            machine.recordsArrived(
                [SampleRecord.command(3, event: "c", fields: fields)], of: first, at: moment)
        }
        return bench
    }

    @Test("why commands wait, and until when")
    func reasons() {
        let bench = Self.throttledBench()
        let status = bench.machine.status(at: bench.moment)
        let until = bench.moment.now + .seconds(17)
        #expect(status.commands.open == 5 && status.commands.running == 1 && status.commands.inDoubt == 0)
        #expect(status.commands.looked == 5)
        #expect(status.waiting.mapValues(\.commands) == [.backOff: 1, .mailboxCoolDown: 2, .meeting: 1])
        #expect(status.waiting[.backOff]?.until == until && status.waiting[.mailboxCoolDown]?.until == until)
        #expect(status.waiting[.meeting]?.until == nil)
        #expect(status.coolDowns.map(\.until) == [until])
        #expect(status.soonestMeeting == Timestamp(rfc3339: "2027-01-15T09:30:00Z"))
        #expect(status.held.lanes == 0 && status.pauses.isEmpty && !status.isStopping)
    }

    @Test(
        "each that waits is named by its position and id, its mailbox by a tag; those with the soonest meeting come first"
    )
    func listed() {
        let bench = Self.throttledBench()
        let status = bench.machine.status(at: bench.moment)
        #expect(status.listed.map(\.command.position.offset) == [3, 0, 1, 2])
        #expect(status.listed.map(\.reason) == [.mailboxCoolDown, .backOff, .meeting, .mailboxCoolDown])
        #expect(status.listed.map(\.command.id) == ["cmd-0-3", "cmd-0-0", "cmd-0-1", "cmd-0-2"])
        let key = RoutingKey(tenantID: SampleRecord.tenantID, mailbox: SampleRecord.residents[0])
        #expect(Set(status.listed.map(\.command.mailbox)) == [KeyTag.of(key.bytes)])
        #expect(KeyTag.of(key.bytes).count == 8)
        #expect(status.coolDowns.first?.mailbox == KeyTag.of(key.bytes))
        #expect(!"\(status)".contains("contoso"), "no mailbox anywhere")
    }

    @Test("an id that could be an address is not shown")
    func addressAsID() {
        var bench = MachineBench.running([Self.first])
        let text = String(decoding: SampleRecord.command(0).value ?? [], as: UTF8.self)
        let value = Array(text.replacing("cmd-0-0", with: "ada@contoso.example").utf8)
        bench.tell { machine, moment in
            machine.recordsArrived([SampleRecord.record(0, value: value)], of: Self.first, at: moment)
            machine.permissionAnswered(Self.id(0), .failure(.unavailable(retryAfter: .seconds(5))), at: moment)
        }
        let status = bench.machine.status(at: bench.moment)
        #expect(status.listed.count == 1 && status.listed.first?.command.id == nil)
    }

    @Test("lists end at their bound, and the counts go on")
    func bounds() {
        var bench = MachineBench.running([Self.first])
        let records = (0..<50).map { SampleRecord.command($0, event: "one") }
        bench.tell { $0.recordsArrived(records, of: Self.first, at: $1) }
        let status = bench.machine.status(at: bench.moment)
        #expect(status.listed.count == StatusBounds.listed)
        #expect(status.waiting[.meeting]?.commands == 49)
    }

    @Test("a full ledger is looked at in one pass, and shown as shortly as a small one")
    func manyCommands() {
        var bench = MachineBench.running([Self.first])
        let records = (0..<10_000).map { SampleRecord.command($0) }
        bench.tell { $0.recordsArrived(records, of: Self.first, at: $1) }
        let start = ContinuousClock.now
        let status = bench.machine.status(at: bench.moment)
        print("10,000 commands looked at in \(start.duration(to: .now))")
        #expect(status.commands.open == 10_000 && status.commands.looked == 10_000)
        #expect(status.commands.running == 3 && status.waiting[.turn]?.commands == 9997)
        #expect(status.listed.count == StatusBounds.listed && status.busiest.count == 1)
    }

    @Test("a partition tells how far it is, and why it is paused")
    func partitions() {
        var bench = MachineBench.running([Self.first]) {
            $0.partitionRecords = 4
            $0.openCommands = 3
        }
        bench.tell { $0.assigned([Self.second], at: $1) }
        // The third to sixth are beyond what the ledger takes.
        let records = (0..<6).map { SampleRecord.command($0, event: "one") }
        bench.tell { $0.recordsArrived(records, of: Self.first, at: $1) }
        let status = bench.machine.status(at: bench.moment)
        #expect(status.partitions.map(\.state) == [.working, .restoring])
        let partition = status.partitions.first
        #expect(partition?.pauses == [.unfinishedRecords])
        #expect(partition?.records == 6 && partition?.commands == 6)
        #expect(partition?.openCommands == 3 && partition?.mostOpenCommands == 3)
        #expect(partition?.nextOffset == 0)
        guard let alarm = bench.timers.last(where: { $0.id == .restoreAlarm(Self.second) }) else {
            Issue.record("no alarm")
            return
        }
        bench.tell { $0.timerFired(alarm.id, at: $1) }
        #expect(bench.machine.status(at: bench.moment).partitions.map(\.state) == [.working, .restoreOverdue])
    }
}
