import CommandContract
import GraphSimulator
import KafkaClient
import MicrosoftGraph
import Synchronization
import Testing

@testable import RescindApp

/// Against the simulator's token endpoint, which takes HTTP Basic as any authorization server does.
@Suite("Tokens for SASL/OAUTHBEARER", .timeLimit(.minutes(1)))
struct ClientCredentialsTokensTests {
    /// Turned by the test.
    private final class Clock: Sendable {
        private let time = Mutex(Timestamp(milliseconds: 1_800_000_000_000))
        var now: Timestamp { time.withLock { $0 } }
        func advance(by span: Duration) { time.withLock { $0 = $0 + span } }
    }

    private func with(
        _ body: @Sendable (ClientCredentialsTokens, TemporaryFolder, RunningSimulator, Clock) async throws -> Void
    ) async throws {
        try await RunningSimulator.with { simulator in
            try await TemporaryFolder.with { folder in
                try folder.write("secret", LabWorld.global.clientSecret.utf8)
                let authority = try #require(simulator.endpoints[.global]).authority
                let file = SecretFile(path: "secret", relativeTo: folder.path)
                let grant = ClientCredentialsGrant(
                    endpoint: try TokenEndpoint("\(authority)/\(LabWorld.global.id)/oauth2/v2.0/token"),
                    clientID: LabWorld.global.clientID, scope: "https://graph.microsoft.com/.default"
                ) { try file.read() }
                let clock = Clock()
                let tokens = ClientCredentialsTokens(
                    grant: grant, principal: "p", extensions: ["logicalCluster": "l"], now: { clock.now }
                )
                try await body(tokens, folder, simulator, clock)
            }
        }
    }

    @Test("a token lives as long as the answer says, and is shared for the first half of its life")
    func shared() async throws {
        try await with { tokens, _, simulator, clock in
            let first = try await tokens.token()
            let lifetime = Duration.milliseconds(first.expiresAtMilliseconds - clock.now.milliseconds)
            #expect(lifetime > .seconds(600))
            #expect(first.principal == "p")
            #expect(first.extensions == ["logicalCluster": "l"])
            clock.advance(by: lifetime / 2 - .milliseconds(1))
            #expect(try await tokens.token().expiresAtMilliseconds == first.expiresAtMilliseconds)
            #expect(simulator.requests(.token) == 1)
            clock.advance(by: .milliseconds(1))
            #expect(try await tokens.token().expiresAtMilliseconds > first.expiresAtMilliseconds)
            #expect(simulator.requests(.token) == 2)
        }
    }

    @Test("the secret is read anew for each exchange, and a refusal names the error without the secret")
    func rotated() async throws {
        try await with { tokens, folder, _, clock in
            _ = try await tokens.token()
            try folder.write("secret", "canary-wrong".utf8)
            clock.advance(by: .seconds(24 * 3600))
            let failure = try await #require(throws: KafkaTokenFailure.self) { try await tokens.token() }
            #expect(failure.reason.contains("invalid_client"))
            #expect(!failure.reason.contains("canary"))
            try folder.write("secret", LabWorld.global.clientSecret.utf8)
            _ = try await tokens.token()
        }
    }
}
