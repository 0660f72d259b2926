import CommandContract
import HTTPService
import Testing

@testable import CommandPipeline
@testable import MeetingCancellation
@testable import RescindApp

@Suite("rescind status")
struct StatusDocumentTests {
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)
    private static let tenant = "10000000-0000-4000-8000-000000000001"
    private static let command = ShownCommand(
        position: RecordPosition(topic: "meeting.cancel.commands", partition: 3, offset: 1207, timestamp: nil),
        id: "cmd-7", tenantID: tenant, mailbox: "0a1b2c3d"
    )

    private static func status(
        problems: [String] = [], isStuck: Bool = false, _ change: (inout PipelineStatus) -> Void = { _ in }
    ) -> WorkerStatus {
        var pipeline = PipelineStatus(time: now)
        pipeline.log = "idle"
        change(&pipeline)
        return WorkerStatus(
            started: now + .seconds(-3600), livenessProblems: isStuck ? problems : [], readinessProblems: problems,
            pipeline: pipeline, lags: [3: LagGauges.Lag(records: 12, age: .seconds(95))],
            outcomes: ["cancelled": 120, "unresolved": 1]
        )
    }

    private static func partition(
        _ state: PartitionStatus.State = .working, _ pauses: [PartitionStatus.Pause] = []
    ) -> PartitionStatus {
        PartitionStatus(
            partition: CommandPartition(topic: "meeting.cancel.commands", partition: 3), state: state, pauses: pauses,
            nextOffset: 1200, records: 8, commands: 8, openCommands: 2, openBytes: 900, mostOpenCommands: 10_000,
            mostOpenBytes: 16_777_216
        )
    }

    private static func text(_ status: WorkerStatus) throws -> StatusText {
        StatusText(document: try JSONReader.read(StatusDocument(status: status).bytes))
    }

    @Test("a worker with nothing to do says so, and the status is 0")
    func quiet() throws {
        let text = try Self.text(Self.status { $0.partitions = [Self.partition()] })
        #expect(text.exitStatus == 0)
        #expect(
            text.text == """
                rescind \(Version.current), started 2027-01-15T07:00:00Z, ready at 2027-01-15T08:00:00Z
                outcomes since the start: cancelled 120, unresolved 1
                commands: open 0, running 0, waiting 0, in doubt 0

                partition  state    lag  oldest  next  in ledger  paused
                3          working  12   95 s    1200  2/10000

                nothing to do
                """
        )
    }

    @Test("what waits, what is held and what cools down, each in a table, and what to do")
    func busy() throws {
        let status = Self.status { status in
            status.commands.open = 9
            status.commands.running = 2
            status.waiting = [
                .backOff: .init(commands: 6, until: Self.now + .seconds(17)), .meeting: .init(commands: 1),
            ]
            status.soonestMeeting = Self.now + .seconds(-30)
            status.listed = [
                WaitingCommand(command: Self.command, reason: .backOff, until: Self.now + .seconds(17), start: nil)
            ]
            status.held.lanes = 1
            status.held.listed = [
                HeldLane(
                    command: Self.command, reason: .backOff, since: Self.now, duration: .seconds(400), followers: 1)
            ]
            status.coolDowns = [
                PipelineStatus.CoolDown(
                    level: .mailbox, cloud: "global", tenantID: Self.tenant, mailbox: "0a1b2c3d",
                    until: Self.now + .seconds(17), isProbing: false)
            ]
            status.pauses = [
                PauseView(
                    kind: .tenant, name: Self.tenant, reason: "a lost laptop", since: Self.now, endsBy: "rescind resume"
                )
            ]
        }
        let text = try Self.text(status)
        #expect(text.exitStatus == 1)
        for line in [
            "commands: open 9, running 2, waiting 7, in doubt 0",
            "soonest meeting of a waiting command: 2027-01-15T07:59:30Z, in minutes: -1",
            "holds its lane  id     tenant                                why      since                 behind it",
            "3:1207          cmd-7  \(Self.tenant)  backOff  2027-01-15T08:00:00Z  1",
            "waits for  commands  first goes on", "backOff    6         2027-01-15T08:00:17Z", "meeting    1         -",
            "3:1207  cmd-7  \(Self.tenant)  0a1b2c3d  backOff  2027-01-15T08:00:17Z  -",
            "mailbox     global  \(Self.tenant)  0a1b2c3d  2027-01-15T08:00:17Z",
            "tenant  \(Self.tenant)  a lost laptop  2027-01-15T08:00:00Z  rescind resume",
            "to do: " + StatusConcern.laneHeld.advice, "to do: " + StatusConcern.paused.advice,
        ] { #expect(text.text.split(separator: "\n").contains { $0 == line }, "\(line)") }
    }

    @Test("each thing a person should look at is a concern of its own, waiting and cooling down are none")
    func concerns() {
        func concerns(_ change: (inout PipelineStatus) -> Void) -> [StatusConcern] { Self.status(change).concerns }
        #expect(concerns { $0.partitions = [Self.partition(.working, [.blocked])] } == [.partitionBlocked])
        #expect(concerns { $0.partitions = [Self.partition(.working, [.ledgerFull])] } == [.ledgerFull])
        #expect(concerns { $0.partitions = [Self.partition(.working, [.unfinishedRecords])] } == [])
        #expect(concerns { $0.partitions = [Self.partition(.restoreOverdue)] } == [.restoreOverdue])
        #expect(concerns { $0.partitions = [Self.partition(.restoring)] } == [])
        #expect(concerns { $0.held.lanes = 1 } == [.laneHeld])
        #expect(concerns { $0.waiting = [.backOff: .init(commands: 6, until: nil)] } == [])
        #expect(Self.status(problems: ["not a member"]).concerns == [.notReady])
        #expect(Self.status(problems: ["does not poll"], isStuck: true).concerns == [.stuck, .notReady])
    }

    @Test("another version's document is printed as far as it goes; its own concerns are told by their codes")
    func otherVersion() throws {
        let document = try JSONReader.read(Array("{\"concerns\":[\"moonIsFull\"],\"partitions\":[{}],\"new\":{}}".utf8))
        let text = StatusText(document: document)
        #expect(text.exitStatus == 1)
        #expect(text.text.contains("rescind -, started -, not ready at -"))
        #expect(text.text.hasSuffix("to do: moonIsFull"))
    }

    @Test("what came from outside cannot move the cursor")
    func terminal() throws {
        let text = try Self.text(
            Self.status { status in
                status.pauses = [
                    PauseView(
                        kind: .source, name: "/s", reason: "a\u{1B}[2Jb", since: Self.now, endsBy: "rescind resume")
                ]
            }
        )
        #expect(!text.text.contains("\u{1B}") && text.text.contains("a\\u{1b}[2Jb"))
    }

    @Test("outcomes are counted by status, and repetitions are not")
    func tally() {
        let tally = OutcomeTally()
        for (reason, isPrimary) in [
            (OutcomeReason.cancelled, true), (.cancelled, false), (.alreadyCancelled, true), (.answerLost, true),
        ] {
            tally.observe(.recordSettled(Self.command.position, reason: reason, attempts: 1, isPrimary: isPrimary))
        }
        tally.observe(.logOpened)
        #expect(tally.byStatus == ["cancelled": 2, "unresolved": 1])
    }
}
