import CryptoExtras
import Foundation
import MicrosoftGraph
import Testing
import X509

@Suite(.timeLimit(.minutes(1))) struct CertificateCredentialTests {
    private static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    private func credential(
        tenantID: String = "contoso.example", _ pem: @escaping @Sendable () throws -> CertificateAndKey.PEM
    ) throws -> TenantCredential {
        .certificate(
            try CertificateCredential(tenantID: tenantID, clientID: CredentialBench.clientID, pem: pem))
    }

    @Test("the request is the client credentials form, with an assertion in place of the secret")
    func request() async throws {
        let asked = try await CredentialBench.ask { _ in try credential { try TestCertificate.one.get().pem } }
        let request = try #require(asked.requests.first)
        #expect(request.line == "POST /contoso.example/oauth2/v2.0/token HTTP/1.1")
        var form = request.form
        #expect(form.removeValue(forKey: "client_assertion")?.isEmpty == false)
        #expect(
            form == [
                "grant_type": "client_credentials", "client_id": CredentialBench.clientID,
                "scope": "\(asked.root)/.default", "client_assertion_type": Self.assertionType,
            ]
        )
        #expect(try #require(asked.results.first).get().value == Secret("canary-token"))
    }

    @Test("the assertion holds what Entra asks for and nothing else, signed by PS256 with the certificate's key")
    func assertion() async throws {
        let pair = try TestCertificate.one.get()
        let moment = TestCertificate.middle.addingTimeInterval(0.75)
        let asked = try await CredentialBench.ask(at: moment) { _ in
            try credential { try TestCertificate.one.get().pem }
        }
        let token = try SignedToken(try #require(asked.requests.first?.form["client_assertion"]))
        #expect(token.header == ["alg": "PS256", "typ": "JWT", "x5t#S256": try pair.thumbprint])
        #expect(Set(token.claims.keys) == ["aud", "iss", "sub", "jti", "iat", "nbf", "exp"])
        #expect(token.claims["aud"] as? String == "\(asked.root)/contoso.example/oauth2/v2.0/token")
        #expect(token.claims["iss"] as? String == CredentialBench.clientID)
        #expect(token.claims["sub"] as? String == CredentialBench.clientID)
        #expect(UUID(uuidString: try #require(token.claims["jti"] as? String)) != nil)
        // Whole seconds, rounded down so that it never begins ahead of its time.
        #expect(token.claims["iat"] as? Double == 1_780_000_000)
        #expect(token.claims["nbf"] as? Double == 1_780_000_000)
        #expect(token.claims["exp"] as? Double == 1_780_000_600)
        #expect(token.isSigned(by: try #require(_RSA.Signing.PublicKey(pair.certificate.publicKey))))
        #expect(!token.isSigned(by: try TestCertificate.other.get().key.publicKey))
    }

    @Test("each request has an assertion of its own")
    func fresh() async throws {
        let asked = try await CredentialBench.ask(uses: 3) { _ in try credential { try TestCertificate.one.get().pem } }
        let ids = try asked.requests.map {
            try SignedToken(try #require($0.form["client_assertion"])).claims["jti"] as? String
        }
        #expect(ids.count == 3 && Set(ids).count == 3)
    }

    @Test("time and name of an assertion are the caller's to give")
    func injected() async throws {
        let request = try await GraphFixture.run(script: .always(.answer(200, CredentialBench.granted))) { graph in
            let source = try credential { try TestCertificate.one.get().pem }.tokenSource(
                cloud: graph.cloud, transport: graph.transport, wallClock: { TestCertificate.middle },
                makeID: { "id-1" }
            )
            _ = try await source.requestToken()
            return try #require(graph.server.requests.first)
        }
        let claims = try SignedToken(try #require(request.form["client_assertion"])).claims
        #expect(claims["jti"] as? String == "id-1")
    }

    @Test("the audience is the token endpoint of that very tenant and cloud")
    func audience() async throws {
        for tenant in ["contoso.example", "5f0c1a52-7a3e-4f4e-9a46-2f3f0f5b7d11"] {
            let asked = try await CredentialBench.ask { _ in
                try credential(tenantID: tenant) { try TestCertificate.one.get().pem }
            }
            let request = try #require(asked.requests.first)
            let token = try SignedToken(try #require(request.form["client_assertion"]))
            #expect(token.claims["aud"] as? String == asked.root + request.path)
            #expect(request.path.hasPrefix("/\(tenant)/"))
        }
    }

    @Test("a rotated pair is seen by the next request")
    func rotation() async throws {
        let pairs = [try TestCertificate.one.get(), try TestCertificate.other.get()]
        let pems = CredentialBench.inTurn(try pairs.map { try $0.pem })
        let asked = try await CredentialBench.ask(uses: 2) { _ in try credential { pems() } }
        for (request, pair) in zip(asked.requests, pairs) {
            let token = try SignedToken(try #require(request.form["client_assertion"]))
            #expect(try token.header["x5t#S256"] == pair.thumbprint)
            #expect(token.isSigned(by: pair.key.publicKey))
        }
    }

    @Test("half of a rotation is waited out: what does not fit together now may fit later")
    func halfRotated() async throws {
        let (one, other) = (try TestCertificate.one.get().pem, try TestCertificate.other.get().pem)
        let mixed = CertificateAndKey.PEM(certificates: other.certificates, key: one.key)
        let pems = CredentialBench.inTurn([mixed, other])
        let asked = try await CredentialBench.ask(uses: 2) { _ in try credential { pems() } }
        let error = try #require(asked.results.first).requireFailure()
        #expect(error.kind == .credentialUnusable && error.fault == .keyMismatch && error.verdict == .retriable)
        #expect(throws: Never.self) { try asked.results[1].get() }
        #expect(asked.requests.count == 1)
    }

    @Test(
        "outside its time a certificate makes no request",
        arguments: [
            (TestCertificate.start.addingTimeInterval(-600), .certificateNotYetValid, .retriable),
            (TestCertificate.end.addingTimeInterval(1), .certificateExpired, .permanent),
        ] as [(Date, CredentialFault, TokenError.Verdict)]
    )
    func time(moment: Date, fault: CredentialFault, verdict: TokenError.Verdict) async throws {
        let asked = try await CredentialBench.ask(at: moment) { _ in
            try credential { try TestCertificate.one.get().pem }
        }
        let error = try asked.error
        #expect(error.fault == fault && error.verdict == verdict)
        #expect("\(error)" == "TokenError(credentialUnusable, \(verdict.rawValue), \(fault.code))")
        #expect(asked.requests.isEmpty)
    }

    @Test("files that cannot be read make no request, and neither they nor the key are quoted")
    func unreadable() async throws {
        struct Missing: Error { let path = "canary-path" }
        let missing = try await CredentialBench.ask { _ in try credential { throw Missing() } }
        #expect(try missing.error.kind == .secretUnreadable)
        let garbage = try await CredentialBench.ask { _ in
            try credential { CertificateAndKey.PEM(certificates: Secret("canary"), key: Secret("canary")) }
        }
        #expect(try garbage.error.fault == .keyUnreadable)
        for asked in [missing, garbage] {
            #expect(asked.requests.isEmpty)
            let error = try asked.error
            var dumped = ""
            dump(error, to: &dumped)
            #expect(!dumped.contains("canary") && !"\(error)".contains("canary"))
        }
    }

    @Test("when it ceases to be good can be told, past or not")
    func expiry() throws {
        #expect(try credential { try TestCertificate.one.get().pem }.notValidAfter() == TestCertificate.end)
        let garbage = try credential { CertificateAndKey.PEM(certificates: Secret(""), key: Secret("")) }
        #expect(throws: TokenError(kind: .credentialUnusable, verdict: .retriable, detail: "keyUnreadable")) {
            try garbage.notValidAfter()
        }
    }
}
