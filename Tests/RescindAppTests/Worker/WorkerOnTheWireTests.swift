import CommandContract
import CommandPipeline
import GraphSimulator
import HTTPService
import KafkaClient
import Logging
import MeetingCancellation
import Testing

@testable import RescindApp

@Suite("The worker over mock Kafka and simulated Graph", .timeLimit(.minutes(2)))
struct WorkerOnTheWireTests {
    @Test("a command in either content mode is cancelled, told and mailed once")
    func bothModes() async throws {
        try await Laboratory.with { lab in
            let first = try lab.simulator.meeting()
            let second = try lab.simulator.meeting(organizer: 3)
            let user = LabWorld.global.mailboxes[3].objectID
            let places = try await lab.send([
                .cancel(first.organizerEventID, id: "c-1", more: [("comment", .string("all hands"))]),
                .binary(second.organizerEventID, id: "c-2", user: user),
            ])
            try await lab.withWorker { _ in
                let outcomes = try await lab.outcomes(of: places)
                for (place, id) in zip(places, ["c-1", "c-2"]) {
                    let seen = try #require(outcomes[place])
                    #expect(seen.count == 1)
                    #expect(seen[0].type == "meeting.outcome.cancelled.v1")
                    #expect(seen[0].subject == id)
                    #expect(seen[0].reason == "cancelled")
                    #expect(seen[0].evidence == "acknowledged")
                    #expect(seen[0].attempts == 1)
                    #expect(seen[0].event["source"] == .string("/rescind/rescind-test"))
                }
                #expect(outcomes[places[1]]?[0].event["correlationid"] == .string("corr-c-2"))
                let key = RoutingKey(tenantID: LabWorld.global.id, mailbox: user)
                let record = try #require(outcomes[places[1]]?[0].record)
                #expect(record.key == key.bytes)
                #expect(
                    record.topicPartition.partition
                        == Murmur2.partition(of: key.bytes, count: Int32(lab.partitions)))
            }
            #expect(lab.simulator.requests(.cancel) == 2)
            let comments = lab.simulator.graph.outbox.map(\.comment)
            #expect(comments.filter { $0 == "all hands" }.count == 2)
            #expect(comments.count == 4)
            #expect(try await lab.snapshot(Laboratory.deadLetters).isEmpty)
        }
    }

    @Test("commands of one mailbox sent to every partition all end up in its own, each with one outcome and one cancel")
    func anyPartition() async throws {
        try await Laboratory.with { lab in
            let user = LabWorld.global.mailboxes[0].objectID
            let key = RoutingKey(tenantID: LabWorld.global.id, mailbox: user)
            let home = Murmur2.partition(of: key.bytes, count: Int32(lab.partitions))
            let keys = (0..<100).map { Array("key-\($0)".utf8) }
            let records = try (0..<Int32(lab.partitions)).map { partition in
                var record = SentRecord.cancel(try lab.simulator.meeting().organizerEventID, id: "p-\(partition)")
                record.key = keys.first { Murmur2.partition(of: $0, count: Int32(lab.partitions)) == partition }
                return record
            }
            let places = try await lab.send(records)
            #expect(Set(places.map(\.partition)).count == lab.partitions)
            try await lab.withWorker { _ in
                let outcomes = try await lab.read(Laboratory.outcomes) { $0.count >= records.count }
                    .compactMap { SeenOutcome($0) }
                #expect(Set(outcomes.compactMap(\.subject)) == Set(places.map { "p-\($0.partition)" }))
                #expect(outcomes.allSatisfy { $0.command.partition == home && $0.reason == "cancelled" })
            }
            let forwarded = try await lab.snapshot(Laboratory.commands).filter { record in
                record.headers.contains { $0.name == ForwardMark.header }
            }
            #expect(forwarded.count == lab.partitions - 1)
            #expect(forwarded.allSatisfy { $0.topicPartition.partition == home })
            #expect(lab.simulator.requests(.cancel) == records.count)
        }
    }

    @Test("the probes follow the worker from joining to stopped")
    func health() async throws {
        try await Laboratory.with(partitions: 1) { lab in
            let log = CapturedLog()
            let worker = try Worker(configuration: try lab.configuration(), logger: log.logger)
            #expect(worker.health.liveness.isHealthy)
            #expect(!worker.health.readiness.isHealthy)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await worker.run() }
                await log.line { $0.contains("partitions assigned") }
                await log.line { $0.contains("outcome log open") }
                let event = try lab.simulator.meeting().organizerEventID
                try await lab.outcomes(of: lab.send([.cancel(event, id: "h-1")]))
                #expect(worker.health.readiness == HealthReport(problems: []))
                worker.stop()
                #expect(!worker.health.readiness.isHealthy)
                try await group.waitForAll()
            }
            #expect(!worker.health.readiness.isHealthy)
            #expect(worker.health.liveness.isHealthy)
        }
    }

    @Test("stopping finishes and commits what is in flight; a successor gets nothing of it again")
    func stopped() async throws {
        let held = HeldRequests()
        try await Laboratory.with(holding: held) { lab in
            let events = try (0..<6).map { try lab.simulator.meeting(organizer: $0).organizerEventID }
            lab.simulator.graph.addFault(
                FaultRule(operation: .cancel, times: 6, delayBeforeActing: HeldRequests.forever)
            )
            let places = try await lab.send(
                events.enumerated().map { index, event in
                    .cancel(event, id: "s-\(index)", user: LabWorld.global.mailboxes[index].objectID)
                }
            )
            try await lab.withWorker { worker in
                await held.arrived(6)
                worker.stop()
                held.release()
            }
            let outcomes = try await lab.outcomes(of: places)
            #expect(places.allSatisfy { outcomes[$0]?.count == 1 && outcomes[$0]?[0].reason == "cancelled" })

            let last = try lab.simulator.meeting().organizerEventID
            let more = try await lab.send([.cancel(last, id: "s-last")])
            try await lab.withWorker { _ in try await lab.outcomes(of: more) }
            let all = try await lab.snapshot(Laboratory.outcomes)
            #expect(all.count == 7)
            #expect(lab.simulator.requests(.cancel) == 7)
        }
    }

    @Test("a second worker takes over some partitions: one outcome per record, one cancel per meeting")
    func handover() async throws {
        try await Laboratory.with { lab in
            let events = try (0..<36).map { try lab.simulator.meeting(organizer: $0 % 12).organizerEventID }
            let records = Self.commands(events)
            let logs = [CapturedLog(), CapturedLog()]
            let first = try lab.configuration(slot: 0)
            let second = try lab.configuration(slot: 1)
            let early = try await lab.send(Array(records[..<12]))
            try await lab.withWorker(first, logger: logs[0].logger) { _ in
                try await lab.outcomes(of: early)
                try await lab.withWorker(second, logger: logs[1].logger) { _ in
                    await logs[1].line { $0.contains("partitions assigned") && !$0.contains("[]") }
                    try await lab.outcomes(of: lab.send(Array(records[12...])))
                }
            }
            let outcomes = try await lab.snapshot(Laboratory.outcomes).compactMap { SeenOutcome($0) }
            #expect(outcomes.count == 36)
            #expect(Set(outcomes.map(\.command)).count == 36)
            #expect(outcomes.allSatisfy { $0.reason == "cancelled" })
            #expect(logs.allSatisfy { $0.count("command settled") > 0 })
            #expect(lab.simulator.requests(.cancel) == 36)
            #expect(lab.simulator.graph.outbox.count == 72)
        }
    }

    /// The mock stores no transactional offsets, and a plain commit that meets a rebalance is refused, or even costs the
    /// member its partitions (librdkafka gives everything up on ILLEGAL_GENERATION). Such records come again, and without
    /// a ledger a meeting that is gone reads as never found. What must hold all the same: no second cancel, no silence.
    @Test("a second worker joins under load: every record told, one cancel per meeting")
    func rebalance() async throws {
        try await Laboratory.with { lab in
            let events = try (0..<48).map { try lab.simulator.meeting(organizer: $0 % 12).organizerEventID }
            lab.simulator.graph.addFault(
                FaultRule(operation: .cancel, times: nil, delayBeforeActing: .milliseconds(300))
            )
            let records = Self.commands(events)
            let logs = [CapturedLog(), CapturedLog()]
            var first = try lab.configuration(slot: 0)
            first.limits.lanes.concurrency = 2
            var second = first
            second.kafka.slot = 1
            let early = try await lab.send(Array(records[..<32]))
            try await lab.withWorker(first, logger: logs[0].logger) { _ in
                await logs[0].line { $0.contains("command settled") }
                try await lab.withWorker(second, logger: logs[1].logger) { _ in
                    await logs[1].line { $0.contains("partitions assigned") && !$0.contains("[]") }
                    let late = try await lab.send(Array(records[32...]))
                    let outcomes = try await lab.outcomes(of: early + late)
                    let mockLosses = ["transaction aborted", "transaction undecided", "plain offset commit failed"]
                    let isDisturbed = logs.contains { log in mockLosses.contains { log.count($0) > 0 } }
                    for place in early + late {
                        let seen = outcomes[place] ?? []
                        #expect(Set(seen.compactMap(\.id)).count == 1)
                        #expect(seen.count == 1 || isDisturbed)
                        #expect(isDisturbed || seen.first?.reason == "cancelled")
                        #expect(seen.allSatisfy { ["cancelled", "eventNotFound"].contains($0.reason) })
                    }
                }
            }
            #expect(logs[1].count("command settled") > 0)
            #expect(lab.simulator.requests(.cancel) == 48)
            #expect(lab.simulator.graph.outbox.count == 96)
        }
    }

    private static func commands(_ events: [String]) -> [SentRecord] {
        events.enumerated().map { index, event in
            .cancel(event, id: "w-\(index)", user: LabWorld.global.mailboxes[index % 12].objectID)
        }
    }

    @Test("brokers gone for two seconds: everything is settled afterwards, nothing is cancelled twice")
    func outage() async throws {
        try await Laboratory.with { lab in
            let events = try (0..<40).map { try lab.simulator.meeting(organizer: $0 % 12).organizerEventID }
            lab.simulator.graph.addFault(
                FaultRule(operation: .cancel, times: nil, delayBeforeActing: .milliseconds(200))
            )
            let places = try await lab.send(
                events.enumerated().map { index, event in
                    .cancel(event, id: "o-\(index)", user: LabWorld.global.mailboxes[index % 12].objectID)
                }
            )
            let log = CapturedLog()
            var configuration = try lab.configuration()
            configuration.limits.lanes.concurrency = 4
            // By default reconnecting backs off to 10 s, and the mock's session of 6 s would be over before.
            configuration.kafka.connection.settings["reconnect.backoff.max.ms"] = "500"
            try await lab.withWorker(configuration, logger: log.logger) { _ in
                await log.line { $0.contains("command settled") }
                try lab.cluster.setBrokerDown()
                try await SimulatorTime.system.wait(.seconds(2))
                try lab.cluster.setBrokerUp()
                let outcomes = try await lab.outcomes(of: places)
                for place in places {
                    let seen = outcomes[place] ?? []
                    #expect(Set(seen.compactMap(\.id)).count == 1)
                    #expect(seen.contains { $0.reason == "cancelled" })
                }
            }
            #expect(lab.simulator.requests(.cancel) == 40)
            #expect(lab.simulator.graph.outbox.count == 80)
            #expect(events.allSatisfy { lab.simulator.graph.eventState($0) == .deleted })
        }
    }
}
