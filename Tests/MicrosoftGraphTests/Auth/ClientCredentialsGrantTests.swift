import Foundation
import MicrosoftGraph
import Testing

@Suite(.timeLimit(.minutes(1))) struct ClientCredentialsGrantTests {
    private static let granted = #"{"token_type":"bearer","expires_in":600,"access_token":"canary-token"}"#

    private func ask(
        _ script: FakeServer.Script, scope: String? = "kafka", timeouts: HTTPTimeouts = HTTPTimeouts(),
        secret: @escaping @Sendable () throws -> Secret = { Secret("p:w d") }
    ) async throws -> (Result<ClientCredentialsGrant.Granted, TokenError>, [RecordedRequest]) {
        try await FakeServer.run(.always(script)) { server in
            let endpoint = try TokenEndpoint("http://127.0.0.1:\(server.port)/realms/r/token?a=1")
            let grant = ClientCredentialsGrant(endpoint: endpoint, clientID: "client:1", scope: scope, secret: secret)
            let transport = HTTPTransport(userAgent: "test", timeouts: timeouts)
            let result: Result<ClientCredentialsGrant.Granted, TokenError>
            do throws(TokenError) {
                result = .success(try await grant.request(by: transport))
            } catch { result = .failure(error) }
            try await transport.shutdown()
            return (result, server.requests)
        }
    }

    @Test(
        "the request is the form of RFC 6749 §4.4, the client authenticated by HTTP Basic", arguments: ["kafka", nil])
    func request(scope: String?) async throws {
        let (result, requests) = try await ask(.answer(200, Self.granted), scope: scope)
        let request = try #require(requests.first)
        #expect(request.line == "POST /realms/r/token?a=1 HTTP/1.1")
        let credential = Data("client%3A1:p%3Aw%20d".utf8).base64EncodedString()
        #expect(request.values("authorization") == ["Basic \(credential)"])
        #expect(request.body == "grant_type=client_credentials" + (scope.map { "&scope=\($0)" } ?? ""))
        #expect(try result.get().token == Secret("canary-token"))
        #expect(try result.get().lifetime == .seconds(600))
    }

    private static let refusals: [(FakeServer.Script, TokenError.Kind)] = [
        (.answer(401, #"{"error":"invalid_client"}"#), .refused), (.answer(503), .serverError),
        (.answer(302, headers: ["location": "https://evil.example/"]), .redirected),
        (.answer(200, "<html>"), .unreadableAnswer), (.close, .connectionLost),
        (.answer(200, #"{"access_token":""# + String(repeating: "x", count: 300_000) + #""}"#), .unreadableAnswer),
    ]

    @Test("no other answer is taken, and a redirect is not followed", arguments: refusals.indices)
    func refused(index: Int) async throws {
        let (script, kind) = Self.refusals[index]
        let (result, requests) = try await ask(script)
        #expect(result.error?.kind == kind)
        #expect(requests.count == 1)
        #expect(!"\(String(describing: result.error))".contains("p:w"))
    }

    @Test("a server that says nothing is given up")
    func silence() async throws {
        let timeouts = HTTPTimeouts(connect: .seconds(5), total: .milliseconds(300))
        let (result, _) = try await ask(.silence, timeouts: timeouts)
        #expect(result.error?.kind == .timeout)
    }

    private struct Gone: Error {}

    @Test("without a secret nothing is sent")
    func unreadableSecret() async throws {
        let (result, requests) = try await ask(.answer(200, Self.granted), secret: { throw Gone() })
        #expect(result.error?.kind == .secretUnreadable)
        #expect(requests.isEmpty)
    }
}

extension Result {
    fileprivate var error: Failure? { if case .failure(let error) = self { error } else { nil } }
}
