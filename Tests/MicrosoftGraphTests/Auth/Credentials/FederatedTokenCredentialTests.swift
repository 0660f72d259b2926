import MicrosoftGraph
import Testing

@Suite(.timeLimit(.minutes(1))) struct FederatedTokenCredentialTests {
    private func credential(_ read: @escaping @Sendable () throws -> Secret) throws -> TenantCredential {
        .federatedToken(
            try FederatedTokenCredential(
                tenantID: "contoso.example", clientID: CredentialBench.clientID, issuer: .file(read)))
    }

    @Test("the request is the client credentials form with the file's token as it stands now")
    func request() async throws {
        let tokens = CredentialBench.inTurn([Secret("aa.bb.cc"), Secret("dd-_.ee.ff")])
        let asked = try await CredentialBench.ask(uses: 2) { _ in try credential(tokens) }
        let request = try #require(asked.requests.first)
        #expect(request.line == "POST /contoso.example/oauth2/v2.0/token HTTP/1.1")
        #expect(
            request.form == [
                "grant_type": "client_credentials", "client_id": CredentialBench.clientID,
                "scope": "\(asked.root)/.default", "client_assertion": "aa.bb.cc",
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ]
        )
        #expect(asked.requests.last?.form["client_assertion"] == "dd-_.ee.ff")
    }

    private static let noTokens: [(String, CredentialFault)] = [
        ("", .assertionEmpty), ("canary", .assertionMalformed), ("a.b", .assertionMalformed),
        ("a.b.c.d", .assertionMalformed), ("a..c", .assertionMalformed), ("..", .assertionMalformed),
        ("<html>.b.c", .assertionMalformed), ("a.b.c\n", .assertionMalformed), (" a.b.c", .assertionMalformed),
        ("a.b.c=", .assertionMalformed), ("\u{430}.b.c", .assertionMalformed), ("a+.b/.c", .assertionMalformed),
        ("a.b." + String(repeating: "c", count: 64 * 1024 - 3), .assertionTooLarge),
    ]

    @Test("what has not the form of a JWT is sent nowhere", arguments: noTokens.indices)
    func garbage(index: Int) async throws {
        let (text, fault) = Self.noTokens[index]
        let asked = try await CredentialBench.ask { _ in try credential { Secret(text) } }
        let error = try asked.error
        #expect(error.kind == .credentialUnusable && error.fault == fault)
        #expect(error.verdict == fault.verdict)
        #expect(!"\(error)".contains("canary"))
        #expect(asked.requests.isEmpty)
    }

    @Test("the longest that is taken")
    func longest() async throws {
        let asked = try await CredentialBench.ask { _ in
            try credential { Secret("a.b." + String(repeating: "c", count: 64 * 1024 - 4)) }
        }
        #expect(throws: Never.self) { try asked.results[0].get() }
    }

    @Test("a file that cannot be read makes no request and is not quoted")
    func unreadable() async throws {
        struct Missing: Error { let path = "canary-path" }
        let asked = try await CredentialBench.ask { _ in try credential { throw Missing() } }
        let error = try asked.error
        #expect(error.kind == .secretUnreadable && error.verdict == .retriable)
        #expect(!"\(error)".contains("canary"))
        #expect(asked.requests.isEmpty)
    }

    @Test("a managed identity stands as the issuer: its token is for the federation audience, and never the answer")
    func managedIdentity() async throws {
        let identity = #"{"access_token":"aa.bb.cc","token_type":"Bearer","expires_in":"86400"}"#
        let scripts = FakeServer.Scripts.inTurn([.answer(200, identity), .answer(200, CredentialBench.granted)])
        let claims = ClaimsRequest.clientCapabilities
        let asked = try await CredentialBench.ask(scripts, claims: claims) { root in
            let identity = try ManagedIdentityCredential(
                tenantID: "fabrikam.example", identity: .systemAssigned, endpoint: .instanceMetadata(at: root)
            )
            return .federatedToken(
                try FederatedTokenCredential(
                    tenantID: "contoso.example", clientID: CredentialBench.clientID, issuer: .managedIdentity(identity))
            )
        }
        #expect(try asked.results[0].get().value == Secret("canary-token"))
        #expect(asked.requests.count == 2)
        #expect(asked.requests[0].query["resource"] == "api://AzureADTokenExchange")
        #expect(asked.requests[0].query["claims"] == nil)
        #expect(asked.requests[1].form["client_assertion"] == "aa.bb.cc")
        // Entra's endpoint knows claims; the identity's does not.
        #expect(asked.requests[1].form["claims"] == claims.json)
    }

    @Test("without the managed identity's token nothing is sent to Entra")
    func withoutIdentity() async throws {
        let asked = try await CredentialBench.ask(.answer(400, #"{"error":"invalid_request"}"#)) { root in
            let identity = try ManagedIdentityCredential(
                tenantID: "fabrikam.example", identity: .systemAssigned, endpoint: .instanceMetadata(at: root)
            )
            return .federatedToken(
                try FederatedTokenCredential(
                    tenantID: "contoso.example", clientID: CredentialBench.clientID, issuer: .managedIdentity(identity))
            )
        }
        #expect(try asked.error.fault == .managedIdentityRefused)
        #expect(asked.requests.map(\.path) == ["/metadata/identity/oauth2/token"])
    }
}
