import CommandContract
import Foundation
import GraphSimulator
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("A person signs an account in", .timeLimit(.minutes(1)))
struct SignInTests {
    @Test("a personal account signs in without a secret")
    func personal() async throws {
        try await SignInBench.with { bench in
            _ = try await bench.signIn(.approve(user: LabWorld.personal.userPrincipalName), to: "pia").get()
            #expect(bench.content("pia") != SignInBench.before)
            #expect(FileAccess.of(bench.file("pia"))?.mode == 0o600)
            #expect(bench.content() == SignInBench.before)
            #expect(try await bench.givesToken(1))
        }
    }

    struct Refused: Sendable {
        let decision: DeviceSignIn.Decision?
        let failure: SignInFailure
        let remedy: String
    }

    @Test(
        "no sign-in, another's, and one that may do too little leave the file as it is",
        arguments: [
            Refused(decision: .decline, failure: .noSignIn(.declined), remedy: "start again and accept it"),
            Refused(decision: .expire, failure: .noSignIn(.expired), remedy: "start again"),
            Refused(decision: nil, failure: .noSignIn(.expired), remedy: "start again"),
            Refused(
                decision: .approve(user: LabWorld.global.mailboxes[1].userPrincipalName),
                failure: .refused(.accountMailboxMismatch), remedy: "sign in as the account's mailbox"),
            Refused(
                decision: .approve(user: SignInBench.ada, scopes: ["Calendars.Read"]),
                failure: .refused(.permissionMissing), remedy: "nothing was stored"),
        ])
    func refused(row: Refused) async throws {
        try await SignInBench.with { bench in
            let failure = try #require(await bench.signIn(row.decision).failure)
            #expect(failure == row.failure)
            #expect(failure.exitStatus == 69)
            #expect(failure.description.contains(row.remedy), "\(failure)")
            #expect(!failure.description.contains("aurora.example"))
            #expect(bench.content() == SignInBench.before)
        }
    }

    @Test("what Entra has against the application is told with its remedy")
    func application() async throws {
        try await SignInBench.with { bench in
            try bench.simulator.graph.changeApplication(
                tenant: LabWorld.global.id, clientID: LabWorld.global.clientID
            ) { $0.isEnabled = false }
            let failure = try #require(await bench.signIn(nil).failure)
            #expect(failure.description.contains("enable it"), "\(failure)")
            #expect(bench.content() == SignInBench.before)
        }
    }

    @Test("a name that is no account's asks nobody and tells the names there are")
    func unknown() async throws {
        try await SignInBench.with { bench in
            let failure = try #require(await bench.signIn(nil, to: "dina").failure)
            #expect(failure == .accountUnknown(known: ["ada", "pia"]))
            #expect(failure.exitStatus == 64)
            #expect(failure.description.hasSuffix("ada, pia"))
            #expect(bench.simulator.graph.requestLog.isEmpty)
        }
    }

    @Test("an account of a cloud that is not served asks nobody")
    func unserved() async throws {
        try await SignInBench.with { bench in
            var bench = bench
            bench.configuration.clouds["global"] = nil
            let failure = try #require(await bench.signIn(nil).failure)
            #expect(failure == .cloudNotServed("global"))
            #expect(failure.exitStatus == ConfigurationError.exitStatus)
            #expect(bench.simulator.graph.requestLog.isEmpty)
        }
    }
}
