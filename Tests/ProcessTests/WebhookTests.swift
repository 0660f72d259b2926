import CommandContract
import Crypto
import Foundation
import GraphSimulator
import Testing

@Suite("rescind run --role intake, between processes", .timeLimit(.minutes(1)))
struct WebhookTests {
    private func port(_ message: String, _ worker: RunningProcess) async throws -> Int {
        let line = try await worker.line { $0.contains(message) }
        guard case .object(let object) = try JSONReader.read(Array(line.utf8)),
            case .string(let text)? = object["http.port"], let port = Int(text)
        else { throw RunningProcess.Unexpected(description: "no port in \(line)") }
        return port
    }

    private func headers(_ id: String, _ body: String, key: SymmetricKey) -> [(String, String)] {
        let time = String(Int(Date().timeIntervalSince1970))
        let mac = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(time).\(body)".utf8), using: key)
        return [
            ("rescind-source", Landscape.source), ("webhook-id", id), ("webhook-timestamp", time),
            ("webhook-signature", "v1,\(Data(mac).base64EncodedString())"),
        ]
    }

    @Test("a signed webhook becomes a command, a cancelled meeting, an outcome and a number on the metrics page")
    func wholeWay() async throws {
        try await Landscape.with { landscape in
            let arguments = ["run", "--config", landscape.configuration, "--role", "worker", "--role", "intake"]
            try await RunningProcess.with(.rescind, arguments) { worker in
                let intake = try await port("intake port open", worker)
                let management = try await port("management port open", worker)
                let ada = LabWorld.global.mailboxes[0].objectID
                let event = LabWorld.global.eventID(.review)
                let body =
                    "{\"tenant\":\"\(LabWorld.global.id)\",\"target\":{\"user\":\"\(ada)\"},\"event\":{\"id\":\"\(event)\"}}"
                let url = "http://127.0.0.1:\(intake)/v1/cancellations"

                let forged = try await HTTP.post(
                    url, body, headers: headers("forged", body, key: SymmetricKey(size: .bits256))
                )
                #expect(forged.status == 401)
                let accepted = try await HTTP.post(
                    url, body, headers: headers("hook-1", body, key: SymmetricKey(data: Landscape.webhookKey))
                )
                #expect(accepted.status == 202, "\(accepted.body)")

                let outcome = try await landscape.outcome(of: "hook-1")
                #expect(outcome.contains("\"type\":\"meeting.outcome.cancelled.v1\""))
                let metrics = try await HTTP.get("http://127.0.0.1:\(management)/metrics")
                #expect(metrics.body.contains("rescind_outcomes_total{reason=\"cancelled\",status=\"cancelled\"} 1\n"))
                #expect(metrics.body.contains("rescind_intake_requests_total{result=\"accepted\"} 1\n"))
                #expect(
                    metrics.body.contains(
                        "rescind_graph_requests_total{cloud=\"global\",operation=\"cancel\",status=\"202\"} 1\n"))
                #expect(metrics.body.contains("rescind_transactions_total{result=\"committed\"}"))

                worker.terminate()
                #expect(try await worker.exit() == 0)
            }
        }
    }

    @Test("the role intake without a webhook secret is a wrong configuration")
    func noSecret() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("secret", "s\n")
            let file = try folder.write("rescind.yaml", Landscape.text("127.0.0.1:1", [:], webhook: false))
            let ended = try await RunningProcess.run(.rescind, ["run", "--config", file, "--role", "intake"])
            #expect(ended.status == 78)
            #expect(ended.errors.contains { $0.contains("sources: the role intake needs webhookSecretFiles") })
        }
    }
}
