import Foundation
import MeetingCancellation
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("Accounts in the configuration")
struct AccountsConfigurationTests {
    private static let keys = [
        ("name", "robot"), ("tenant", "Aurora.example"), ("mailbox", "Robot@aurora.example"),
        ("clientId", "c0000000-0000-4000-8000-000000000001"), ("clientSecretFile", "secret"),
        ("refreshTokenFile", "token"),
    ]

    private static func entry(_ changes: [String: String?] = [:]) -> String {
        let known = keys.compactMap { name, value in changes[name, default: value].map { "\(name): \($0)" } }
        let more = changes.compactMap { name, value in
            keys.contains { $0.0 == name } ? nil : value.map { "\(name): \($0)" }
        }
        return "  - " + (known + more).joined(separator: "\n    ") + "\n"
    }

    private func load(
        accounts entries: [String], sources: [String] = ["aurora.example"], tokenMode: Int = 0o600
    ) async throws -> RescindConfiguration {
        try await TemporaryFolder.with { folder in
            try folder.write("secret", "s1".utf8)
            try folder.write("token", "r1\n".utf8, mode: tokenMode)
            var text = ConfigurationText()
            text[.tenants] = text[.tenants].replacing(ConfigurationText.secretFile, with: "secret")
            text[.sources] = text[.sources].replacing("[aurora.example]", with: "\(sources)")
            text[.sources] += "\naccounts:\n" + entries.joined()
            return try RescindConfiguration(file: folder.path + "/c.yaml", text: text.text, environment: [:])
        }
    }

    private func error(_ entries: [String], tokenMode: Int = 0o600) async throws -> ConfigurationError {
        try await #require(throws: ConfigurationError.self) { try await load(accounts: entries, tokenMode: tokenMode) }
    }

    @Test(
        "an account of a work tenant, whichever name the tenant goes by", arguments: [nil, LabID.tenant] as [String?])
    func work(tenant: String?) async throws {
        let changes = tenant.map { ["tenant": $0] } ?? [:]
        let configuration = try await load(accounts: [Self.entry(changes)])
        let account = try #require(configuration.accounts.first)
        #expect(
            account.profile == DelegatedAccount(name: "robot", tenantID: LabID.tenant, mailbox: "robot@aurora.example"))
        #expect(account.credential.tenantID == LabID.tenant)
        #expect(account.credential.secret != nil)
        #expect(configuration.profiles.count == 1)
    }

    @Test(
        "a personal account brings the tenant of all of them, in the global cloud",
        arguments: ["consumers", LabID.personal])
    func personal(tenant: String) async throws {
        let entry = Self.entry(["tenant": tenant, "clientSecretFile": nil, "mailbox": "pia@personal.example"])
        let configuration = try await load(accounts: [entry], sources: ["aurora.example", tenant])
        let account = try #require(configuration.accounts.first)
        #expect(account.profile.tenantID == LabID.personal)
        #expect(account.credential.tenantID == "consumers")
        #expect(account.credential.secret == nil)
        let profile = try #require(configuration.profiles.last)
        #expect(profile.id == LabID.personal && profile.isPersonal && profile.cloud == "global")
        #expect(configuration.sources.first?.tenants == [LabID.tenant, LabID.personal])
    }

    @Test("without a personal account no source may name their tenant, and nobody lists it as one of its own")
    func noPersonal() async throws {
        let error = try await #require(throws: ConfigurationError.self) {
            try await load(accounts: [Self.entry()], sources: ["consumers"])
        }
        #expect(error.key == "sources[0].tenants")
        var text = ConfigurationText()
        text[.tenants] = text[.tenants].replacing("10000000-0000-4000-8000-000000000001", with: LabID.personal)
        let listed = try #require(throws: ConfigurationError.self) {
            try RescindConfiguration(file: Repository.file("config/c.yaml"), text: text.text, environment: [:])
        }
        #expect(listed.key == "tenants[0].id")
    }

    @Test("each key but the client's secret is required", arguments: keys.map(\.0).filter { $0 != "clientSecretFile" })
    func required(key: String) async throws {
        let error = try await error([Self.entry([key: nil])])
        #expect(error.key == "accounts[0].\(key)" && error.rule == "is required")
    }

    @Test(
        "a wrong value: key, never the value",
        arguments: [
            ("name", "canary 1"), ("name", "canary/1"), ("tenant", "canary.example"), ("tenant", "common"),
            ("mailbox", "canary"), ("mailbox", "canary@aurora.example/x"), ("clientId", "canary"),
            ("clientSecretFile", "canary"), ("refreshTokenFile", "canary"), ("refreshToken", "canary"),
        ]
    )
    func wrong(key: String, value: String) async throws {
        let error = try await error([Self.entry([key: value])])
        #expect(error.key == "accounts[0].\(key)")
        #expect(!"\(error)".contains("canary"))
    }

    @Test("a name is listed once")
    func twice() async throws {
        #expect(try await error([Self.entry(), Self.entry(["tenant": "consumers"])]).key == "accounts[1].name")
    }

    @Test("a refresh token that others can read is refused with what to do")
    func openToOthers() async throws {
        let error = try await error([Self.entry()], tokenMode: 0o640)
        #expect(error.key == "accounts[0].refreshTokenFile")
        #expect(error.rule.contains("chmod 600"))
    }

    private enum LabID {
        static let tenant = "10000000-0000-4000-8000-000000000001"
        static let personal = "9188040d-6c67-4c5b-b112-36a304b66dad"
    }
}
