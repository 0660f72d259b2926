import CommandContract
import GraphSimulator
import Testing

@Suite("rescind-lab demo", .timeLimit(.minutes(2)))
struct DemoTests {
    @Test("every command ends as the script says, and every reason code has its command: exit 0")
    func demo() async throws {
        let ended = try await RunningProcess.run(.lab, ["demo"])
        #expect(ended.status == 0, "\(ended.output.suffix(8)) \(ended.errors.suffix(3))")
        #expect(ended.output.last == "✓ every record has exactly its expected outcome")
        let table = ended.output.filter { $0.contains("✓ ") }.flatMap { $0.split(separator: " ") }
        for reason in OutcomeReason.allCases {
            #expect(table.contains { $0 == reason.rawValue }, "\(reason) does not appear")
        }
    }

    @Test("with the brokers away for two seconds the same holds, aborted records apart")
    func cutKafka() async throws {
        let ended = try await RunningProcess.run(.lab, ["demo", "--cut-kafka", "--count", "60"])
        #expect(ended.status == 0, "\(ended.output.suffix(8)) \(ended.errors.suffix(3))")
        #expect(ended.output.contains("Kafka is back"))
        #expect(ended.output.contains { $0.hasSuffix("the mock's artefact, not judged.") })
    }

    @Test("--serve works on a command from outside, and SIGTERM ends it with 0")
    func serve() async throws {
        try await RunningProcess.with(.lab, ["demo", "--serve"]) { lab in
            let bootstrap = try await lab.line { $0.hasPrefix("bootstrap: ") }.dropFirst("bootstrap: ".count)
            _ = try await lab.line { $0 == "ready" }
            let sent = try await RunningProcess.run(
                .rescind, ["send", "--bootstrap", String(bootstrap)] + Landscape.command(.offsite, id: "outside-1")
            )
            #expect(sent.status == 0, "\(sent.errors)")
            let outcome = try await Outcomes.first(from: String(bootstrap), partitions: 4) {
                $0.contains("\"subject\":\"outside-1\"")
            }
            #expect(outcome.contains("\"type\":\"meeting.outcome.cancelled.v1\""))
            #expect(outcome.contains("\"eventId\":\"\(LabWorld.global.eventID(.offsite))\""))
            lab.terminate()
            #expect(try await lab.exit() == 0)
        }
    }

    @Test("a count out of range is a usage error", arguments: ["0", "10001", "many"])
    func wrongCount(count: String) async throws {
        let ended = try await RunningProcess.run(.lab, ["demo", "--count", count])
        #expect(ended.status == 64)
    }
}
