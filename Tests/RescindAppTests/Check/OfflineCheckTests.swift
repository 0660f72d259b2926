import Foundation
import Testing

@testable import RescindApp

@Suite("rescind check --offline")
struct OfflineCheckTests {
    private static let canary = "canary-5f1e7d"

    private func report(_ text: String, secret: String? = "s", mode: Int = 0o400) async throws -> CheckReport {
        try await TemporaryFolder.with { folder in
            if let secret {
                let path = try folder.write("secret", secret.utf8)
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            }
            let file = try folder.write("rescind.yaml", text.utf8)
            return await CheckRun(file: file, environment: [:], isOffline: true, timeout: .seconds(1)).report()
        }
    }

    private var document: ConfigurationText {
        var text = ConfigurationText()
        text[.tenants] = text[.tenants].replacing(
            ConfigurationText.secretFile, with: "secret\n    clientSecretExpires: 2999-12-31")
        return text
    }

    @Test("a sound configuration is ok in every row")
    func sound() async throws {
        let report = try await report(document.text)
        #expect(report.exitStatus == 0)
        // Which librdkafka runs the tests is not this test's matter.
        #expect(report.results.allSatisfy { $0.state == .ok || $0.check == "librdkafka" }, "\(report.text)")
        #expect(report.results.map(\.check).contains("secret tenants[0].clientSecretFile"))
    }

    @Test("an unknown key and a missing secret are both told at once, each with its key and no value")
    func both() async throws {
        var text = document
        text[.limits] = "limits: { concurency: \(Self.canary) }"
        text[.tenants] = text[.tenants].replacing("clientSecretFile: secret", with: "clientSecretFile: \(Self.canary)")
        // The secret comes first in the loader's order, so the unknown key needs a run of its own.
        let missing = try await report(text.text)
        #expect(missing.exitStatus == 78)
        #expect(missing.results.first?.found.contains("tenants[0].clientSecretFile") == true)
        #expect(
            missing.results.contains { $0.check == "secret tenants[0].clientSecretFile" && $0.state == .failed })
        text[.tenants] = document[.tenants]
        let unknown = try await report(text.text)
        #expect(unknown.exitStatus == 78)
        #expect(unknown.results.first?.found.contains("limits.concurency: is not a known key") == true)
        #expect(unknown.results.first?.remedy.contains("correct limits.concurency") == true)
        for report in [missing, unknown] { #expect(!(report.text + report.json).contains(Self.canary)) }
    }

    @Test("a secret anybody may read is a warning and no failure, and never shown")
    func exposed() async throws {
        let report = try await report(document.text, secret: Self.canary, mode: 0o644)
        #expect(report.exitStatus == 0)
        let warnings = report.results.filter { $0.state == .warning && $0.check != "librdkafka" }
        #expect(warnings.map(\.check) == ["secret tenants[0].clientSecretFile"])
        #expect(!(report.text + report.json).contains(Self.canary))
    }

    @Test(
        "a certificate or key that is not there needs no broker to be found",
        arguments: ["ssl.ca.location", "ssl.key.location"]
    )
    func settings(name: String) async throws {
        var text = document
        text[.kafka] += "\n  settings: { security.protocol: ssl, \(name): /\(Self.canary)/file.pem }"
        let report = try await report(text.text)
        #expect(report.exitStatus == 1)
        #expect(report.results.first { $0.check == "kafka settings" }?.state == .failed)
        #expect(!(report.text + report.json).contains(Self.canary))
    }

    @Test("a file that is not there cannot be used")
    func missingFile() async {
        let check = CheckRun(file: "/nowhere/c.yaml", environment: [:], isOffline: true, timeout: .seconds(1))
        let report = await check.report()
        #expect(report.exitStatus == 78)
        #expect(report.results.map(\.state) == [.failed])
    }
}
