import Foundation
import MicrosoftGraph
import Synchronization
import Testing

/// Asks a fake server for tokens by a credential of any kind.
enum CredentialBench {
    static let granted = #"{"token_type":"Bearer","expires_in":3599,"access_token":"canary-token"}"#
    static let askedAt = ContinuousClock.now
    static let clientID = ClientSecretCredentialTests.clientID

    struct Asked {
        let results: [Result<AccessToken, TokenError>]
        let requests: [RecordedRequest]
        let root: String

        var error: TokenError { get throws { try #require(results.last).requireFailure() } }
    }

    /// - Parameter credential: made for the server's root, before the first of its `uses`.
    static func ask(
        _ script: FakeServer.Script = .answer(200, granted), uses: Int = 1, claims: ClaimsRequest? = nil,
        at moment: Date = TestCertificate.middle, with credential: (String) throws -> TenantCredential
    ) async throws -> Asked {
        try await ask(.always(script), uses: uses, claims: claims, at: moment, with: credential)
    }

    static func ask(
        _ scripts: FakeServer.Scripts, uses: Int = 1, claims: ClaimsRequest? = nil,
        at moment: Date = TestCertificate.middle, with credential: (String) throws -> TenantCredential
    ) async throws -> Asked {
        try await GraphFixture.run(script: scripts) { graph in
            let source = try credential(graph.server.root).tokenSource(
                cloud: graph.cloud, transport: graph.transport, now: { askedAt }, wallClock: { moment }
            )
            var results: [Result<AccessToken, TokenError>] = []
            for _ in 0..<uses {
                do throws(TokenError) {
                    results.append(.success(try await source.requestToken(claims: claims)))
                } catch {
                    results.append(.failure(error))
                }
            }
            return Asked(results: results, requests: graph.server.requests, root: graph.server.root)
        }
    }

    /// Gives its values one after the other, and the last for ever.
    static func inTurn<Value: Sendable>(_ values: [Value]) -> @Sendable () -> Value {
        let turn = Turn()
        return { values[min(turn.next(), values.count - 1)] }
    }

    private final class Turn: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock { count in
                defer { count += 1 }
                return count
            }
        }
    }
}
