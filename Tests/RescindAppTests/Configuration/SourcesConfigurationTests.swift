import CommandContract
import Foundation
import MeetingCancellation
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("Sources in the configuration")
struct SourcesConfigurationTests {
    private static let secret = "whsec_" + Data(repeating: 7, count: 32).base64EncodedString()

    private func load(_ lines: String...) async throws -> RescindConfiguration {
        try await TemporaryFolder.with { folder in
            try folder.write("secret", "s1".utf8)
            try folder.write("signing", (Self.secret + "\n").utf8, mode: 0o600)
            var text = ConfigurationText()
            text[.tenants] = text[.tenants].replacing(ConfigurationText.secretFile, with: "secret")
            text[.sources] += "\n" + lines.map { "    \($0)\n" }.joined()
            return try RescindConfiguration(file: folder.path + "/c.yaml", text: text.text, environment: [:])
        }
    }

    @Test("what is left out is the policy's own default")
    func defaults() async throws {
        let configuration = try await load()
        let policy = try #require(configuration.sources.first)
        let fresh = SourcePolicy(source: policy.source, tenants: policy.tenants, mailboxes: policy.mailboxes)
        #expect(policy == fresh)
        #expect(configuration.signatureTolerance == .seconds(300))
    }

    @Test("each key is read into its place")
    func keys() async throws {
        let configuration = try await load(
            "enabled: false", "dryRunOnly: true", "perMinute: 7", "perDay: 1000", "signature: required",
            "webhookSecretFiles: [signing]", "comment: { required: true, maxCharacters: 80 }",
            "allow: { paths: [users, groups/calendar], series: true, started: true, appointments: false }"
        )
        let policy = try #require(configuration.sources.first)
        #expect(!policy.isEnabled && policy.isDryRunOnly && policy.mustSign && policy.needsComment)
        #expect(policy.caps == RateCaps(perMinute: 7, perDay: 1000))
        #expect(policy.commentCharacters == 80)
        #expect(policy.allowsSeries && policy.allowsStarted && !policy.allowsAppointments)
        #expect(
            policy.paths == [.usersEvents, .usersCalendar, .usersCalendars, .usersCalendarGroups, .groupsCalendar])
    }

    @Test("0 is no cap")
    func noCap() async throws {
        let policy = try #require(try await load("perMinute: 0", "perDay: 0").sources.first)
        #expect(policy.caps == RateCaps())
    }

    @Test("the policy believes what is signed with the source's secret, within the tolerance, and nothing else")
    func signed() async throws {
        let configuration = try await load("signature: required", "webhookSecretFiles: [signing]")
        let keyring = try WebhookKeyring(["/lab/scheduler": [WebhookSecret(Self.secret)]])
        let value = Array("{}".utf8)
        let headers =
            [RecordHeader("content-type", "application/cloudevents+json")]
            + keyring.signatureHeaders(of: "/lab/scheduler", id: "m", time: 1_800_000_000, value: value)
        func doubt(_ headers: [RecordHeader], at seconds: Int64) -> OutcomeReason? {
            configuration.policy.doubt(
                about: "/lab/scheduler", headers: headers, value: value,
                recorded: Timestamp(milliseconds: seconds * 1000)
            )?.reason
        }
        #expect(doubt(headers, at: 1_800_000_300) == nil)
        #expect(doubt(headers, at: 1_800_000_301) == .signatureInvalid)
        #expect(doubt([headers[0]], at: 1_800_000_000) == .signatureInvalid)
    }

    @Test("a refusal's advice leads to the authority at which the tenant's cloud is served")
    func advice() async throws {
        let configuration = try await load()
        let tenant = try #require(configuration.tenants.first)
        let data = #"{"tenant":"aurora.example","target":{"me":"nobody"},"event":{"id":"e"}}"#
        let text =
            #"{"specversion":"1.0","id":"1","type":"meeting.command.cancel.v1","source":"/lab/scheduler","data":"#
            + data + "}"
        let decoded = RecordDecoder(maximumBytes: 4096).decode(
            key: nil, value: Array(text.utf8), headers: [RecordHeader("content-type", "application/cloudevents+json")])
        guard case .command(let command) = decoded else {
            Issue.record("not a command")
            return
        }
        do throws(Refusal) {
            _ = try configuration.policy.authorize(command)
            Issue.record("allowed")
        } catch {
            let link =
                "https://login.microsoftonline.com/\(tenant.profile.id)/adminconsent?client_id="
                + (tenant.credential.clientID ?? "")
            #expect(error.reason == .needsDelegated)
            #expect(error.advice?.hasSuffix(link) == true)
        }
    }
}
