import Foundation
import NIOHTTP1
import Testing

@testable import MicrosoftGraph

@Suite(.timeLimit(.minutes(1))) struct ManagedIdentityTokenSourceTests {
    static let granted =
        #"{"access_token":"canary-token","expires_in":"3600","expires_on":"1780003600","token_type":"Bearer"}"#
    static let objectID = "9f0c1a52-7a3e-4f4e-9a46-2f3f0f5b7d33"
    static let resourceID = "/subscriptions/\(objectID)/resourceGroups/r g/providers/x/userAssignedIdentities/worker"

    private func ask(
        _ script: FakeServer.Script, _ identity: ManagedIdentityCredential.Identity = .systemAssigned,
        claims: ClaimsRequest? = nil, isAppService: Bool = false
    ) async throws -> CredentialBench.Asked {
        try await CredentialBench.ask(script, claims: claims) { root in
            .managedIdentity(
                try ManagedIdentityCredential(
                    tenantID: "contoso.example", identity: identity,
                    endpoint: isAppService
                        ? .appService(address: "\(root)/msi/token", header: Secret("canary-header"))
                        : .instanceMetadata(at: root)
                ))
        }
    }

    @Test(
        "both forms of the request, for each way to name an identity",
        arguments: [
            (.systemAssigned, [:], [:]),
            (
                .clientID(CredentialBench.clientID), ["client_id": CredentialBench.clientID],
                ["client_id": CredentialBench.clientID]
            ),
            (.objectID(objectID), ["object_id": objectID], ["object_id": objectID]),
            (
                .resourceID(resourceID.replacing(" ", with: "")), ["msi_res_id": resourceID.replacing(" ", with: "")],
                ["mi_res_id": resourceID.replacing(" ", with: "")]
            ),
        ] as [(ManagedIdentityCredential.Identity, [String: String], [String: String])]
    )
    func requests(
        identity: ManagedIdentityCredential.Identity, named: [String: String], namedByAppService: [String: String]
    ) async throws {
        let metadata = try await ask(.answer(200, Self.granted), identity)
        var request = try #require(metadata.requests.first)
        #expect(request.line.hasPrefix("GET /metadata/identity/oauth2/token?"))
        #expect(request.values("metadata") == ["true"])
        #expect(
            request.query == named.merging(["api-version": "2018-02-01", "resource": metadata.root]) { $1 })
        let service = try await ask(.answer(200, Self.granted), identity, isAppService: true)
        request = try #require(service.requests.first)
        #expect(request.line.hasPrefix("GET /msi/token?"))
        #expect(request.values("x-identity-header") == ["canary-header"])
        #expect(request.values("metadata").isEmpty)
        #expect(
            request.query == namedByAppService.merging(["api-version": "2019-08-01", "resource": service.root]) { $1 })
    }

    @Test("a token is the cloud's, and good from before it was asked for; claims are never sent")
    func token() async throws {
        let asked = try await ask(.answer(200, Self.granted), claims: .clientCapabilities)
        let token = try asked.results[0].get()
        #expect(token.value == Secret("canary-token"))
        #expect(token.cloud.graphRoot == asked.root)
        #expect(token.expiry == CredentialBench.askedAt.advanced(by: .seconds(3600)))
        #expect(asked.requests.allSatisfy { !$0.line.contains("claims") && $0.body.isEmpty })
    }

    @Test(
        "the lifetime is read from numbers and texts, from a duration or a date, and is bounded",
        arguments: [
            (#""expires_in":"3600""#, 3600, nil), (#""expires_in":60"#, 60, nil),
            (#""expires_in":"7199""#, 7199, nil), (#""expires_in":"7200""#, 7200, 3600),
            (#""expires_in":"86400""#, 86400, 43200), (#""expires_in":999999999"#, 172_800, 86400),
            (#""expires_in":"86400","refresh_in":"100""#, 86400, 100),
            (#""expires_in":"3600","refresh_in":1800"#, 3600, 1800),
            (#""expires_in":"3600","refresh_in":3600"#, 3600, nil),
            (#""expires_in":"3600","refresh_in":"-5""#, 3600, nil),
            (#""expires_in":"3600","expires_on":"09/14/2017 00:00:00 PM +00:00""#, 3600, nil),
            (#""expires_on":"1780003600""#, 3600, nil), (#""expires_on":1780086400"#, 86400, 43200),
            (#""expires_on":"1780003600","expires_in":null"#, 3600, nil),
        ] as [(String, Int, Int?)]
    )
    func lifetimes(fields: String, lifetime: Int, refreshIn: Int?) throws {
        let read = try ManagedIdentityAnswer.read(Self.answer(fields))
        #expect(read.lifetime == .seconds(lifetime))
        #expect(read.refreshIn == refreshIn.map { .seconds($0) })
    }

    @Test(
        "a success that holds no usable token is unreadable",
        arguments: [
            #""expires_in":0"#, #""expires_in":"0""#, #""expires_in":-1"#, #""expires_in":"-1""#,
            #""expires_in":"soon""#, #""expires_on":1780000000"#, #""expires_on":"1779999999""#, #""expires_on":-1"#,
            #""expires_on":"09/14/2017 00:00:00 PM +00:00""#, #""refresh_in":5"#,
            #""expires_on":-9223372036854775808"#,
        ]
    )
    func unreadable(fields: String) throws {
        #expect(throws: TokenError(kind: .unreadableAnswer, verdict: .retriable, status: 200)) {
            try ManagedIdentityAnswer.read(Self.answer(fields))
        }
    }

    @Test("nor is what is no answer of this service", arguments: ["", "{}", "<html>", "[]"])
    func html(body: String) async throws {
        #expect(try await ask(.answer(200, body)).error.kind == .unreadableAnswer)
    }

    @Test(
        "a status says whether to ask again",
        arguments: [
            (400, .credentialUnusable, .permanent, nil), (401, .credentialUnusable, .permanent, nil),
            (403, .credentialUnusable, .permanent, nil), (405, .credentialUnusable, .permanent, nil),
            (404, .serverError, .retriable, nil), (410, .serverError, .retriable, 70),
            (429, .throttled, .retriable, nil),
            (500, .serverError, .retriable, nil), (503, .serverError, .retriable, nil),
            (302, .redirected, .permanent, nil),
        ] as [(Int, TokenError.Kind, TokenError.Verdict, Int?)]
    )
    func statuses(status: Int, kind: TokenError.Kind, verdict: TokenError.Verdict, retryAfter: Int?) async throws {
        let body = #"{"error":"invalid_request","error_description":"canary"}"#
        let asked = try await ask(.answer(status, body))
        let error = try asked.error
        #expect(error.kind == kind && error.verdict == verdict && error.status == status)
        #expect(error.retryAfter == retryAfter.map { .seconds($0) })
        #expect(error.fault == (kind == .credentialUnusable ? .managedIdentityRefused : nil))
        #expect(!"\(error)".contains("canary"))
        // It reports: asking again is the cache's.
        #expect(asked.requests.count == 1)
    }

    @Test("the service's own wait comes first")
    func retryAfter() async throws {
        for status in [410, 429, 503] {
            let asked = try await ask(.answer(status, "", headers: ["Retry-After": "7"]))
            #expect(try asked.error.retryAfter == .seconds(7))
            #expect(try asked.error.retryAfterFaults == [])
        }
    }

    @Test("a wait that cannot be read counts as none, and is told")
    func unreadableRetryAfter() async throws {
        let error = try await ask(.answer(410, "", headers: ["Retry-After": "-7"])).error
        #expect(error.retryAfter == .seconds(70))
        #expect(error.retryAfterFaults == [.unreadable])
    }

    @Test("where there is no identity service that is what is told")
    func unreachable() async throws {
        let port = try DeafPort()
        let asked = try await CredentialBench.ask(.silence) { _ in
            .managedIdentity(
                try ManagedIdentityCredential(
                    tenantID: "contoso.example", identity: .systemAssigned,
                    endpoint: .instanceMetadata(at: "http://127.0.0.1:\(port.number)")))
        }
        let error = try asked.error
        #expect(error.kind == .connectFailed && error.verdict == .retriable)
        #expect(error.fault == .managedIdentityUnreachable)
        #expect(try await ask(.close).error.fault == nil)
    }

    @Test("two identities of one machine have a token each")
    func cacheKeys() async throws {
        let transport = HTTPTransport(userAgent: "Test/1.0")
        let identities: [ManagedIdentityCredential.Identity] = [
            .systemAssigned, .clientID(CredentialBench.clientID), .objectID(Self.objectID),
        ]
        let keys = try identities.map { identity in
            let credential = try ManagedIdentityCredential(tenantID: "contoso.example", identity: identity)
            return TenantCredential.managedIdentity(credential)
                .tokenSource(cloud: .global, transport: transport).cacheKey
        }
        #expect(Set(keys).count == 3)
        try await transport.shutdown()
    }

    @Test(
        "an identity's name has its form",
        arguments: [
            (.clientID("worker"), .clientID), (.objectID(""), .objectID), (.resourceID("worker"), .resourceID),
            (.resourceID(resourceID), .resourceID),
            (.resourceID("/subscriptions/" + String(repeating: "x", count: 2048)), .resourceID),
        ] as [(ManagedIdentityCredential.Identity, CredentialError.Field)]
    )
    func names(identity: ManagedIdentityCredential.Identity, field: CredentialError.Field) {
        #expect(throws: CredentialError(field: field)) {
            try ManagedIdentityCredential(tenantID: "contoso.example", identity: identity)
        }
    }

    private static func answer(_ fields: String) -> TransportAnswer {
        let body = #"{"access_token":"t","token_type":"Bearer",\#(fields)}"#
        return TransportAnswer(
            status: 200, headers: [:], body: .complete(Array(body.utf8)), receivedAt: TestCertificate.middle
        )
    }
}
