import CanarySearch
import CommandContract
import Crypto
import Foundation
import GraphSimulator
import Testing

/// Promise P8, of the built program: whatever it writes anywhere but into its outcomes' facts holds no canary.
@Suite("What the processes give away", .timeLimit(.minutes(1)))
struct SecrecyTests {
    @Test(
        "no secret, address, comment or token in log, metrics, probes, arguments, outcomes' texts, dead letters' headers"
    )
    func worker() async throws {
        try await Landscape.with { landscape in
            let world = try SecretWorld(graph: try #require(landscape.clouds["global"]))
            try await world.build()
            let (files, commands) = (try SecretFiles(landscape, world), SecretCommands(world))
            try await commands.prepare()
            var sweep = Sweep()
            let arguments = ["run", "-c", files.configuration, "--role", "worker", "--role", "intake"]
            try await RunningProcess.with(
                .rescind, arguments + ["--log-level", "trace"], environment: files.environment
            ) { worker in
                let management = try await port("management port open", worker)
                let intake = try await port("intake port open", worker)
                try await SecretCommands.send(commands.all, to: landscape.bootstrap)
                let answers = try await self.submit(to: intake)
                for command in commands.all {
                    guard let id = command.id else { continue }
                    let outcome = try await landscape.outcome(of: id)
                    #expect(outcome.contains("\"reason\":\"\(command.reason.rawValue)\""), "\(id): \(outcome)")
                }
                _ = try await Outcomes.first(from: landscape.bootstrap, partitions: 2) { $0.contains("\"malformed\"") }
                _ = try await landscape.outcome(of: "hook-1")
                sweep.add("intake", answers)
                for path in ["metrics", "livez", "readyz"] {
                    sweep.add(path, [try await HTTP.get("http://127.0.0.1:\(management)/\(path)").body])
                }
                sweep.add("arguments", [try #require(worker.commandLine)])
                worker.terminate()
                #expect(try await worker.exit() == 0)
                sweep.add("stdout", worker.output.lines(.output))
                sweep.add("stderr", worker.output.lines(.errors))
            }
            try await sweep.addTopics(of: landscape)
            #expect(sweep.texts["stdout"]?.contains("command settled") == true)
            #expect(sweep.texts["metrics"]?.contains("rescind_outcomes_total") == true)
            for status in [400, 403, 503] {
                let refused = "operation=\"cancel\",status=\"\(status)\""
                #expect(sweep.texts["metrics"]?.contains(refused) == true, "Graph's words were not met: \(status)")
            }
            #expect(try files.refreshTokenNow().text != PlantedCanaries.refreshToken.text)
            #expect(sweep.texts["outcomes"]?.contains("credentialInvalid") == true)
            #expect(sweep.texts["dead letters"]?.contains("malformed") == true)
            sweep.expectNothing(of: PlantedCanaries.fixed + files.drawn + [try files.refreshTokenNow()])
        }
    }

    @Test("nor in what rescind check prints, with faults and without, as text and as JSON")
    func check() async throws {
        try await Landscape.with { landscape in
            let world = try SecretWorld(graph: try #require(landscape.clouds["global"]))
            try await world.build()
            let files = try SecretFiles(landscape, world)
            var sweep = Sweep()
            func check(_ name: String, _ more: [String], _ environment: [String: String] = [:]) async throws {
                let ended = try await RunningProcess.run(
                    .rescind, ["check", "-c", files.configuration, "--timeout", "2"] + more,
                    environment: files.environment.merging(environment) { _, new in new })
                #expect(ended.status == 1, "the refused secret is a fault")
                sweep.add(name, ended.output + ended.errors)
            }
            try await check("check", ["--json"])
            try await world.addFault([
                ("operation", .string("calendarView")), ("status", .integer(403)),
                ("code", .string("ErrorAccessDenied")),
                ("message", .string(PlantedCanaries.graphMessage.text)),
            ])
            try await world.addFault([
                ("operation", .string("token")), ("tenant", .string(SecretWorld.Tenant.certificate.id)),
                ("status", .integer(400)), ("code", .string("invalid_grant")),
                ("message", .string(PlantedCanaries.entraDescription.text)),
            ])
            try await check("check with faults", ["--json"], ["IDENTITY_HEADER": PlantedCanaries.bearer.text])
            try await check("check as text", [], ["RESCIND_KAFKA_BOOTSTRAP": "127.0.0.1:1"])
            #expect(sweep.texts["check"]?.contains("AADSTS7000215") == true)
            sweep.expectNothing(of: PlantedCanaries.fixed + files.drawn)
        }
    }

    private func port(_ message: String, _ worker: RunningProcess) async throws -> Int {
        let line = try await worker.line { $0.contains(message) }
        guard case .object(let object) = try JSONReader.read(Array(line.utf8)),
            case .string(let text)? = object["http.port"], let port = Int(text)
        else { throw RunningProcess.Unexpected(description: "no port in \(line)") }
        return port
    }

    /// One that is taken, one with an unknown field, one whose signature does not hold, and one to a path with a query.
    /// - Returns: what was answered.
    private func submit(to port: Int) async throws -> [String] {
        let key = SymmetricKey(data: try #require(Data(base64Encoded: PlantedCanaries.webhookSecret.text)))
        let url = "http://127.0.0.1:\(port)/v1/cancellations"
        let sound = body("")
        let unknown = body(",\"subject\":\"\(PlantedCanaries.unknownValue.text)\"")
        let sent = [
            try await HTTP.post(url, sound, headers: headers("hook-1", sound, key)),
            try await HTTP.post(url, unknown, headers: headers("hook-2", unknown, key)),
            try await HTTP.post(url, sound, headers: headers("hook-3", unknown, key)),
            try await HTTP.post(
                "\(url)?token=\(PlantedCanaries.query.text)", sound, headers: headers("hook-4", sound, key)),
        ]
        #expect(sent.map(\.status) == [202, 400, 401, 404])
        return sent.map(\.body)
    }

    private func body(_ more: String) -> String {
        "{\"tenant\":\"\(SecretWorld.Tenant.secret.id)\",\"target\":{\"user\":\"\(PlantedCanaries.organizer.text)\"},"
            + "\"event\":{\"id\":\"\(SecretWorld.eventID(18))\"},\"comment\":\"\(PlantedCanaries.comment.text)\"\(more)}"
    }

    private func headers(_ id: String, _ body: String, _ key: SymmetricKey) -> [(String, String)] {
        let time = String(Int(Date().timeIntervalSince1970))
        let mac = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(time).\(body)".utf8), using: key)
        return [
            ("rescind-source", Landscape.source), ("webhook-id", id), ("webhook-timestamp", time),
            ("webhook-signature", "v1,\(Data(mac).base64EncodedString())"),
            ("authorization", "Bearer \(PlantedCanaries.bearer.text)"),
        ]
    }
}
