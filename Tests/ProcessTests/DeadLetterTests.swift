import CommandContract
import GraphSimulator
import KafkaClient
import Logging
import Testing

@Suite("rescind dead-letters, between processes", .timeLimit(.minutes(1)))
struct DeadLetterTests {
    private static let topic = "meeting.cancel.dead-letters"

    private func command(_ id: String) -> [UInt8] {
        let text = """
            {"specversion":"1.0","id":"\(id)","source":"\(Landscape.source)","type":"meeting.command.cancel.v1",\
            "data":{"tenant":"\(LabWorld.global.id)","target":{"user":"canary@aurora.example"},"event":{"id":"AAMkCanary="}}}
            """
        return Array(text.utf8)
    }

    /// As a worker writes them: two commands whose answers were lost, and one record that is no command.
    private func plant(_ landscape: Landscape) async throws {
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let connection = KafkaConnection(bootstrapServers: landscape.bootstrap)
        let producer = try RecordProducer(
            configuration: RecordProducerConfiguration(connection: connection), logger: quiet)
        for (offset, reason) in [OutcomeReason.answerLost, .answerLost, .malformed].enumerated() {
            let letter = try letter(reason, offset: Int64(offset))
            let record = OutgoingRecord(
                topic: Self.topic, partition: 0, key: letter.key, value: letter.value,
                headers: letter.headers.map { KafkaHeader(name: $0.name, value: $0.value) })
            _ = try await producer.send(record)
        }
        await producer.close()
    }

    private func letter(_ reason: OutcomeReason, offset: Int64) throws -> ContractRecord {
        let id = "cmd-\(offset)"
        let position = RecordPosition(
            topic: "meeting.cancel.commands", partition: 0, offset: offset, timestamp: Timestamp(milliseconds: 1))
        var outcome = OutcomeEvent(
            source: "/rescind/rescind-process", position: position,
            envelope: CommandEnvelope(
                identity: try CommandIdentity(source: Landscape.source, id: id), type: CancelCommand.type),
            reason: reason, message: reason.explanation.meaning,
            timing: OutcomeTiming(consumed: Timestamp(milliseconds: 1), settled: Timestamp(milliseconds: 2)))
        outcome.attempts = reason == .answerLost ? 1 : 0
        return DeadLetter(
            position: position, key: nil, value: reason == .answerLost ? command(id) : Array("{".utf8),
            headers: [RecordHeader("content-type", "application/cloudevents+json")], outcome: outcome,
            detail: reason == .answerLost ? "UnknownError" : "id"
        ).record(maximumBytes: 200_000)
    }

    private func run(
        _ landscape: Landscape, _ words: String...
    ) async throws -> (status: Int32, output: [String], errors: [String]) {
        let ended = try await RunningProcess.run(
            .rescind, ["dead-letters"] + words + ["--config", landscape.configuration])
        return (ended.status, ended.output, ended.errors)
    }

    /// The group's id, as the list's JSON tells it.
    private func group(_ reason: String, _ landscape: Landscape) async throws -> String {
        let list = try await run(landscape, "list", "--json")
        guard case .object(let document) = try JSONReader.read(Array(list.output.joined().utf8)),
            case .array(let groups)? = document["groups"]
        else { throw RunningProcess.Unexpected(description: "no groups in \(list)") }
        for case .object(let group) in groups where group["reason"] == .string(reason) {
            if case .string(let id)? = group["group"] { return id }
        }
        throw RunningProcess.Unexpected(description: "no group of \(reason) in \(list)")
    }

    @Test("list, show, a dry run and a replay, a discard: each as a process of its own, none names anybody")
    func wholeWay() async throws {
        try await Landscape.with { landscape in
            let empty = try await run(landscape, "list")
            #expect(empty == (0, ["\(Self.topic): groups: 0, letters open: 0, quarantined: 0"], []), "\(empty)")
            try await plant(landscape)

            let list = try await run(landscape, "list")
            #expect(list.status == 0 && list.errors.isEmpty)
            #expect(list.output.last == "\(Self.topic): groups: 2, letters open: 3, quarantined: 0")
            let shown = try await run(landscape, "show", "0:0")
            #expect(shown.status == 0 && shown.output.contains("rescind-reason: answerLost"), "\(shown)")
            #expect(!(list.output + shown.output).joined().lowercased().contains("canary"))
            let value = try await run(landscape, "show", "--value", "0:0")
            #expect(value.output.joined().contains("AAMkCanary="))
            #expect(try await run(landscape, "show", "0:99").status == 66)
            #expect(try await run(landscape, "list", "--most", "2").status == 65)

            let lost = try await group("answerLost", landscape)
            let dry = try await run(landscape, "replay", "--group", lost)
            #expect(
                dry.status == 0 && dry.output.last?.hasPrefix("Nothing is sent. With --confirm: 2 commands") == true)
            #expect(
                try await Outcomes.all(in: "meeting.cancel.commands", from: landscape.bootstrap, partitions: 2).isEmpty)
            let replayed = try await run(landscape, "replay", "--group", lost, "--confirm", "--rate", "1000")
            #expect(replayed.status == 0 && replayed.output.last == "2 commands sent", "\(replayed)")
            let commands = try await Outcomes.all(
                in: "meeting.cancel.commands", from: landscape.bootstrap, partitions: 2)
            #expect(commands.count == 2)
            #expect(
                commands.allSatisfy { String(decoding: $0.value ?? [], as: UTF8.self).contains("\"replayof\":\"cmd-") })

            let malformed = try await group("malformed", landscape)
            let discard = try await run(landscape, "discard", "--group", malformed)
            #expect(discard.output.last == "Nothing is marked. With --confirm 1 letters are discarded.")
            #expect(try await run(landscape, "discard", "--group", malformed, "--confirm").status == 0)
            let done = try await run(landscape, "list")
            #expect(done.output.last?.contains("letters open: 0, quarantined: 0") == true, "\(done)")
        }
    }

    @Test("wrong usage ends with 64, a Kafka that is not there with 69, a wrong configuration with 78")
    func refused() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("secret", "s")
            try folder.write("webhook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            let file = try folder.write("rescind.yaml", Landscape.text("127.0.0.1:1", [:]))
            for (words, status) in [
                (["list", "--config", file, "--group", "x"], 64), (["show", "--config", file, "7"], 64),
                (["replay", "--config", file, "--confirm"], 64), (["discard", "--config", file, "--confirm"], 64),
                (["list", "--config", file, "--timeout", "1"], 69), (["list", "--config", "/nowhere.yaml"], 78),
            ] as [([String], Int32)] {
                let ended = try await RunningProcess.run(.rescind, ["dead-letters"] + words)
                #expect(ended.status == status, "\(words) \(ended.errors)")
                #expect(ended.output.isEmpty && !ended.errors.isEmpty)
            }
        }
    }
}
