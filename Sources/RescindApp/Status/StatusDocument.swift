import CommandContract
import CommandPipeline
import HTTPService
import MeetingCancellation

/// `GET /status`: the JSON that docs/runbook.md describes. Members may be added; none names a mailbox, a meeting or a comment.
struct StatusDocument: Sendable {
    let status: WorkerStatus

    var bytes: [UInt8] { JSONWriter.write(.object(object)) + [UInt8(ascii: "\n")] }

    private var object: JSONObject {
        let pipeline = status.pipeline
        return JSONObject([
            ("time", Self.time(pipeline.time)), ("version", .string(Version.current)),
            ("started", Self.time(status.started)),
            ("live", .bool(status.livenessProblems.isEmpty)), ("ready", .bool(status.readinessProblems.isEmpty)),
            ("problems", .array(status.readinessProblems.map { .string($0) })),
            ("concerns", .array(status.concerns.map { .string($0.rawValue) })),
            ("stopping", .bool(pipeline.isStopping)),
            ("outcomes", .object(outcomes)), ("commands", .object(commands)), ("waiting", .object(waiting)),
            ("transactions", .object(transactions)),
            ("partitions", .array(pipeline.partitions.map { .object(partition($0)) })),
            ("partitionCount", .integer(pipeline.partitionCount)),
            ("lanes", .object(lanes)), ("coolDowns", .object(coolDowns)), ("held", .object(held)),
            ("pauses", .array(pipeline.pauses.map { .object(Self.pause($0)) })),
        ])
    }

    private var outcomes: JSONObject {
        JSONObject(OutcomeStatus.allCases.map { ($0.rawValue, .integer(status.outcomes[$0.rawValue] ?? 0)) })
    }

    private var commands: JSONObject {
        let commands = status.pipeline.commands
        return JSONObject([
            ("open", .integer(commands.open)), ("running", .integer(commands.running)),
            ("waiting", .integer(commands.waiting)), ("inDoubt", .integer(commands.inDoubt)),
            ("lookedAt", .integer(commands.looked)),
        ])
    }

    private var transactions: JSONObject {
        JSONObject([
            ("state", .string(status.pipeline.log)), ("failedInARow", .integer(status.pipeline.logFailures)),
        ])
    }

    // MARK: Waiting

    private var waiting: JSONObject {
        let pipeline = status.pipeline
        let reasons = pipeline.waiting.sorted {
            ($1.value.commands, $0.key.rawValue) < ($0.value.commands, $1.key.rawValue)
        }
        return JSONObject([
            (
                "byReason",
                .array(
                    reasons.map { reason, waiting in
                        .object(
                            JSONObject([
                                ("reason", .string(reason.rawValue)), ("commands", .integer(waiting.commands)),
                                ("until", waiting.until.map(Self.time)),
                            ])
                        )
                    }
                )
            ),
            ("soonestMeeting", pipeline.soonestMeeting.map(Self.time)),
            (
                "minutesToSoonestMeeting",
                pipeline.soonestMeeting.map { .integer(Self.minutes(from: pipeline.time, to: $0)) }
            ),
            ("listed", .array(pipeline.listed.map { .object(Self.waiting($0)) })),
        ])
    }

    /// Rounded down: a meeting that began half a minute ago is one minute past.
    private static func minutes(from now: Timestamp, to start: Timestamp) -> Int64 {
        let seconds = (start - now).components.seconds
        return seconds >= 0 ? seconds / 60 : (seconds - 59) / 60
    }

    private static func waiting(_ waiting: WaitingCommand) -> JSONObject {
        JSONObject(
            command(waiting.command) + [
                ("reason", .string(waiting.reason.rawValue)), ("until", waiting.until.map(time)),
                ("meetingStart", waiting.start.map(time)),
            ]
        )
    }

    private static func command(_ command: ShownCommand) -> [(String, JSONValue?)] {
        [
            ("topic", .string(command.position.topic)), ("partition", .integer(command.position.partition)),
            ("offset", .integer(command.position.offset)), ("id", command.id.map { .string($0) }),
            ("tenant", .string(command.tenantID)), ("mailbox", .string(command.mailbox)),
        ]
    }

    // MARK: Partitions

    private func partition(_ partition: PartitionStatus) -> JSONObject {
        let lag = status.lags[partition.partition.partition]
        return JSONObject([
            ("topic", .string(partition.partition.topic)), ("partition", .integer(partition.partition.partition)),
            ("state", .string(partition.state.rawValue)),
            ("paused", .array(partition.pauses.map { .string($0.rawValue) })),
            ("nextOffset", partition.nextOffset.map { .integer($0) }),
            ("lagRecords", lag?.records.map { .integer($0) }),
            ("lagSeconds", (lag?.age).map { .integer($0.components.seconds) }),
            ("records", .integer(partition.records)), ("commands", .integer(partition.commands)),
            ("openCommands", .integer(partition.openCommands)), ("openBytes", .integer(partition.openBytes)),
            ("mostOpenCommands", .integer(partition.mostOpenCommands)),
            ("mostOpenBytes", .integer(partition.mostOpenBytes)),
        ])
    }

    // MARK: Lanes

    private var lanes: JSONObject {
        let lanes = status.pipeline.lanes
        return JSONObject([
            ("running", .integer(lanes.running)), ("ready", .integer(lanes.ready)),
            ("asleep", .integer(lanes.asleep)), ("parked", .integer(lanes.parked)),
            (
                "busiest",
                .array(
                    status.pipeline.busiest.map { mailbox in
                        .object(
                            JSONObject([
                                ("tenant", .string(mailbox.tenantID)), ("mailbox", .string(mailbox.mailbox)),
                                ("running", .integer(mailbox.running)), ("ready", .integer(mailbox.ready)),
                                ("reason", (mailbox.reason?.rawValue).map { .string($0) }),
                                ("until", mailbox.until.map(Self.time)),
                            ])
                        )
                    }
                )
            ),
        ])
    }

    private var coolDowns: JSONObject {
        let listed = status.pipeline.coolDowns.map { coolDown in
            JSONValue.object(
                JSONObject([
                    ("level", .string(coolDown.level.rawValue)), ("cloud", coolDown.cloud.map { .string($0) }),
                    ("tenant", coolDown.tenantID.map { .string($0) }),
                    ("mailbox", coolDown.mailbox.map { .string($0) }), ("until", Self.time(coolDown.until)),
                    ("probing", .bool(coolDown.isProbing)),
                ])
            )
        }
        return JSONObject([("count", .integer(status.pipeline.coolDownCount)), ("listed", .array(listed))])
    }

    private var held: JSONObject {
        let held = status.pipeline.held
        let listed = held.listed.map { lane in
            JSONValue.object(
                JSONObject(
                    Self.command(lane.command) + [
                        ("reason", .string(lane.reason.rawValue)), ("since", Self.time(lane.since)),
                        ("seconds", .integer(lane.duration.components.seconds)),
                        ("followers", .integer(lane.followers)),
                    ]
                )
            )
        }
        return JSONObject([
            ("lanes", .integer(held.lanes)), ("longestSeconds", .integer(held.longest.components.seconds)),
            ("listed", .array(listed)),
        ])
    }

    private static func pause(_ pause: PauseView) -> JSONObject {
        JSONObject([
            ("kind", .string(pause.kind.rawValue)), ("name", pause.name.map { .string($0) }),
            ("reason", .string(pause.reason)), ("since", time(pause.since)), ("endsBy", .string(pause.endsBy)),
        ])
    }

    private static func time(_ time: Timestamp) -> JSONValue { .string(time.rfc3339) }
}
