import CommandContract
import Foundation
import GraphSimulator
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("A person signs an account in", .timeLimit(.minutes(1)))
struct SignInTests {
    @Test("who accepts as the account's mailbox is stored, for the file's owner alone, and the sign-in works")
    func accepted() async throws {
        try await SignInBench.with { bench in
            let told = try await bench.signIn(.approve(user: SignInBench.ada)).get()
            #expect(told == "its permissions are enough")
            #expect(bench.content() != SignInBench.before)
            #expect(bench.content()?.isEmpty == false)
            #expect(FileAccess.of(bench.file())?.mode == 0o600)
            #expect(try await bench.givesToken(0))
            #expect(bench.content("pia") == SignInBench.before)
        }
    }

    @Test("an account that never signed in has no file before, and one of its owner's alone afterwards")
    func first() async throws {
        try await SignInBench.with { bench in
            try FileManager.default.removeItem(atPath: bench.file())
            _ = try await bench.signIn(.approve(user: SignInBench.ada)).get()
            #expect(FileAccess.of(bench.file())?.mode == 0o600)
            #expect(try await bench.givesToken(0))
            // Nothing is left of how it was written.
            let left = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path).sorted()
            #expect(left == ["ada", "pia"])
        }
    }

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

    @Test("a sign-in that may only act in shared calendars is stored: a delegate's accounts are there for that")
    func delegate() async throws {
        try await SignInBench.with { bench in
            _ = try await bench.signIn(
                .approve(user: SignInBench.ada, scopes: ["Calendars.ReadWrite.Shared"])
            ).get()
            #expect(bench.content() != SignInBench.before)
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

    @Test("a file that cannot be written is told, since the sign-in is lost with it")
    func unwritable() async throws {
        try await SignInBench.with { bench in
            var bench = bench
            let account = bench.configuration.accounts[0]
            bench.configuration.accounts[0] = RescindConfiguration.Account(
                profile: account.profile, credential: account.credential,
                refreshToken: RefreshTokenFile(path: "nowhere/token", relativeTo: bench.folder.path))
            let failure = try #require(await bench.signIn(.approve(user: SignInBench.ada)).failure)
            #expect(failure.exitStatus == 73)
            #expect(failure.description.contains("start again"), "\(failure)")
            #expect(!failure.description.contains(bench.folder.path))
        }
    }
}
