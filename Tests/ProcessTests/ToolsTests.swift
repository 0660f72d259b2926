import CommandContract
import GraphSimulator
import Testing

@Suite("rescind's tools", .timeLimit(.minutes(1)))
struct ToolsTests {
    @Test("status of a worker that is not there ends with 69 and says where it was looked for")
    func statusOfNobody() async throws {
        let ended = try await RunningProcess.run(.rescind, ["status", "--url", "http://127.0.0.1:1"])
        #expect(ended.status == 69)
        #expect(ended.errors.joined().contains("no worker answers at http://127.0.0.1:1"))
        #expect(ended.output.isEmpty)
        let wrong = try await RunningProcess.run(.rescind, ["status", "--url", "localhost:8080"])
        #expect(wrong.status == 64)
    }

    @Test("explain tells a reason, its status, what it means and what to do")
    func explain() async throws {
        let ended = try await RunningProcess.run(.rescind, ["explain", "notOrganizer"])
        let explanation = OutcomeReason.notOrganizer.explanation
        #expect(ended.status == 0)
        #expect(
            ended.output == [
                "notOrganizer (status refused, resend: \(OutcomeStatus.refused.resend))", "  \(explanation.meaning)",
                "  \(explanation.remedy)",
            ]
        )
        #expect(ended.errors.isEmpty)
    }

    @Test("explain without a reason tells all of them")
    func explainAll() async throws {
        let ended = try await RunningProcess.run(.rescind, ["explain"])
        #expect(ended.status == 0)
        for reason in OutcomeReason.allCases {
            #expect(ended.output.contains { $0.hasPrefix("\(reason.rawValue) (status \(reason.status.rawValue)") })
        }
    }

    @Test("explain of no reason is a usage error that lists them")
    func explainUnknown() async throws {
        let ended = try await RunningProcess.run(.rescind, ["explain", "notorganizer"])
        #expect(ended.status == 64)
        #expect(ended.errors.joined().contains("notOrganizer, "))
    }

    @Test("send --print writes an event the worker's own reader accepts, and needs no Kafka")
    func sendPrint() async throws {
        let ended = try await RunningProcess.run(
            .rescind,
            ["send", "--print", "--bootstrap", "127.0.0.1:1", "--comment", "\"all\" hands", "--dry-run"]
                + Landscape.command(.review, id: "print-1")
        )
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(ended.output.count == 1)
        let decoded = RecordDecoder(maximumBytes: 4096).decode(
            key: nil, value: Array(ended.output.joined().utf8),
            headers: [RecordHeader("content-type", "application/cloudevents+json")]
        )
        guard case .command(let command) = decoded else {
            Issue.record("not a command: \(ended.output)")
            return
        }
        #expect(command.envelope.identity.id == "print-1")
        #expect(command.comment == "\"all\" hands")
        #expect(command.dryRun)
    }

    @Test("withdraw --print writes an event the worker's own reader accepts, and needs no Kafka")
    func withdrawPrint() async throws {
        let ended = try await RunningProcess.run(
            .rescind,
            ["withdraw", "--print", "--bootstrap", "127.0.0.1:1"] + Landscape.withdraw("print-1", id: "print-2"))
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(ended.output.count == 1)
        let decoded = RecordDecoder(maximumBytes: 4096).decode(
            key: nil, value: Array(ended.output.joined().utf8),
            headers: [RecordHeader("content-type", "application/cloudevents+json")]
        )
        guard case .withdraw(let withdraw) = decoded else {
            Issue.record("not a withdraw: \(ended.output)")
            return
        }
        #expect(withdraw.envelope.identity.id == "print-2" && withdraw.withdrawn.id == "print-1")
    }

    @Test("send with a wrong field ends with 65 and names it, not its value")
    func sendWrong() async throws {
        let ended = try await RunningProcess.run(
            .rescind,
            ["send", "--bootstrap", "127.0.0.1:1", "--not-after", "2026-02-30T00:00:00Z"]
                + Landscape.command(.review, id: "wrong-1")
        )
        #expect(ended.status == 65)
        #expect(ended.errors.joined().contains("fieldInvalid: data.notAfter: must be an RFC 3339 time"))
        #expect(!ended.errors.joined().contains("02-30"))
        #expect(ended.output.isEmpty)
    }

    @Test("send to a Kafka that is not there ends with 69")
    func sendNowhere() async throws {
        let ended = try await RunningProcess.run(
            .rescind, ["send", "--bootstrap", "127.0.0.1:1"] + Landscape.command(.review, id: "lost-1")
        )
        #expect(ended.status == 69)
        #expect(ended.errors.joined().contains("did not take the command"))
    }

    @Test("a wrong configuration ends send with 78 as well")
    func sendWrongConfiguration() async throws {
        let ended = try await RunningProcess.run(
            .rescind, ["send", "--config", "/nowhere.yaml"] + Landscape.command(.review, id: "c-1")
        )
        #expect(ended.status == 78)
    }

    @Test("the version is told")
    func version() async throws {
        let ended = try await RunningProcess.run(.rescind, ["--version"])
        #expect(ended.status == 0)
        #expect(ended.output.joined().split(separator: ".").count == 3)
    }
}
