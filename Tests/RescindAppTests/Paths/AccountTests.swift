import CommandContract
import Foundation
import GraphSimulator
import MeetingCancellation
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("Accounts against the simulator", .timeLimit(.minutes(1)))
struct AccountTests {
    private let lab = LabWorld.global

    private func command(
        _ target: (String, String), as account: String? = nil, event: LabMeeting = .review,
        more: [(String, JSONValue?)] = []
    ) -> JSONObject {
        JSONObject(
            [
                ("tenant", .string(lab.id)), ("target", .object(JSONObject([(target.0, .string(target.1))]))),
                ("as", account.map { .string($0) }),
                ("event", .object(JSONObject([("id", .string(lab.eventID(event)))]))),
            ] + more
        )
    }

    @Test("a use replaces the refresh token in its file, and a worker that starts afresh goes on from there")
    func rotation() async throws {
        try await PathBench.with { bench in
            let account = try #require(bench.configuration.accounts.first { $0.profile.name == "ada-1" })
            var tokens = [try account.refreshToken.read()]
            for meeting in [LabMeeting.review, .budget] {
                let log = CapturedLog()
                let outcome = try await bench.outcome(of: command(("me", "ada-1"), event: meeting), logger: log.logger)
                #expect(outcome.status == "cancelled")
                await log.line { $0.contains("refresh token stored") }
                tokens.append(try account.refreshToken.read())
            }
            #expect(tokens.first?.reveal() == lab.refreshToken)
            #expect(Set(tokens).count == 3)
        }
    }

    @Test("the outcome of me is keyed by the account's mailbox")
    func key() async throws {
        try await PathBench.with { bench in
            let outcome = try await bench.outcome(of: command(("me", "ada-1")))
            #expect(outcome.key == "\(lab.id)/ada@aurora.example")
            let group = try await bench.outcome(of: command(("group", lab.groupID), as: "ada-1", event: .townhall))
            #expect(group.key == "\(lab.id)/\(lab.groupID)")
        }
    }

    @Test("a sign-in of another's than the configured mailbox acts nowhere", arguments: [true, false])
    func mismatch(byObjectID: Bool) async throws {
        let chen = lab.mailboxes[2]
        try await PathBench.with { accounts, folder in
            accounts.append(
                try LabAccounts.account(
                    "chen", lab.id, byObjectID ? chen.objectID : chen.userPrincipalName, client: lab.clientID,
                    secret: lab.clientSecret, token: lab.refreshToken, in: folder
                )
            )
        } _: { bench in
            for command in [command(("me", "chen")), command(("user", chen.objectID), as: "chen")] {
                let outcome = try await bench.outcome(of: command)
                #expect(outcome.reason == "accountMailboxMismatch")
                #expect(outcome.message.contains("[mailbox under accounts]"))
            }
            #expect(bench.simulator.graph.requestLog.allSatisfy { [.token, .metadata].contains($0.operation) })
        }
    }

    @Test("what Graph alone knows is its answer: no share, no member")
    func denied() async throws {
        try await PathBench.with { bench in
            let bruno = command(("user", lab.mailboxes[1].objectID), as: "dina-1", event: .sync)
            let group = command(("group", lab.groupID), as: "dina-1", event: .townhall)
            for command in [bruno, group] {
                let outcome = try await bench.outcome(of: command)
                #expect(outcome.status == "failed" && outcome.reason == "accessDenied")
            }
            #expect(bench.simulator.requests(.cancel) == 0)
        }
    }

    @Test("an account that may only read cancels nothing")
    func readsOnly() async throws {
        try await PathBench.with { bench in
            let tenant = LabWorld.restricted
            let data = JSONObject([
                ("tenant", .string(tenant.id)), ("target", .object(JSONObject([("me", .string("ada-5"))]))),
                ("event", .object(JSONObject([("id", .string(tenant.eventID(.review)))]))),
            ])
            let outcome = try await bench.outcome(of: data)
            #expect(outcome.reason == "permissionMissing")
            #expect(outcome.message.contains("[Calendars.ReadWrite]"))
            #expect(bench.simulator.graph.requestLog.map(\.operation) == [.metadata, .token])
        }
    }

    @Test("a sign-in that Entra does not know any more is told by its number")
    func expired() async throws {
        try await PathBench.with { accounts, folder in
            try folder.write("ada-1", "long-gone".utf8, mode: 0o600)
        } _: { bench in
            let outcome = try await bench.outcome(of: command(("me", "ada-1")))
            #expect(outcome.reason == "credentialInvalid")
            #expect(outcome.message.contains("[AADSTS70008]"))
        }
    }

    @Test("a group's calendars other than the default one are refused before anything is asked")
    func groupCalendars() async throws {
        try await PathBench.with { bench in
            let calendar = JSONValue.object(JSONObject([("id", .string(lab.projectsCalendarID))]))
            let command = command(
                ("group", lab.groupID), as: "ada-1", event: .townhall, more: [("calendar", calendar)])
            let outcome = try await bench.outcome(of: command)
            #expect(outcome.status == "refused" && outcome.reason == "pathNotAllowed")
            #expect(bench.simulator.graph.requestLog.isEmpty)
        }
    }

    @Test("an account of one tenant is nobody in another")
    func otherTenant() async throws {
        try await PathBench.with { bench in
            let outcome = try await bench.outcome(of: command(("me", "ada-2")))
            #expect(outcome.reason == "needsDelegated")
            #expect(outcome.message.contains("data.target.me, no account of this tenant"))
            #expect(bench.simulator.graph.requestLog.isEmpty)
        }
    }

    @Test("a worker that does not serve the global cloud refuses personal accounts")
    func notServed() async throws {
        try await PathBench.with { bench in
            var configuration = bench.configuration
            configuration.clouds["global"] = nil
            let outcome = try await PathBench(bench, configuration).outcome(
                of: PermissionKind.personalAccount.command(RequestPath.all[0], in: .global))
            #expect(outcome.reason == "cloudNotServed")
            #expect(bench.simulator.graph.requestLog.isEmpty)
        }
    }
}
