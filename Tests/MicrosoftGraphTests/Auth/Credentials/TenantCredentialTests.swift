import MicrosoftGraph
import Testing

@Suite struct TenantCredentialTests {
    private static let tenant = "Contoso.example"

    private static func all() throws -> [TenantCredential] {
        let clientID = CredentialBench.clientID
        return [
            .clientSecret(try ClientSecretCredential(tenantID: tenant, clientID: clientID) { Secret("s") }),
            .certificate(
                try CertificateCredential(tenantID: tenant, clientID: clientID) { try TestCertificate.one.get().pem }),
            .federatedToken(
                try FederatedTokenCredential(
                    tenantID: tenant, clientID: clientID, issuer: .file { Secret("a.b.c") })),
            .managedIdentity(try ManagedIdentityCredential(tenantID: tenant, identity: .systemAssigned)),
        ]
    }

    @Test("each has its kind's name and its tenant")
    func kinds() throws {
        let all = try Self.all()
        #expect(all.map(\.kind.rawValue) == ["clientSecret", "certificate", "federatedToken", "managedIdentity"])
        #expect(all.allSatisfy { $0.tenantID == Self.tenant })
        #expect(try all.map { try $0.notValidAfter() } == [nil, TestCertificate.end, nil, nil])
    }

    @Test("one application's tokens are the same by whichever credential; another cloud's are not")
    func cacheKeys() async throws {
        let transport = HTTPTransport(userAgent: "Test/1.0")
        for credential in try Self.all() {
            let keys = NationalCloud.builtIn.map { credential.tokenSource(cloud: $0, transport: transport).cacheKey }
            #expect(Set(keys).count == keys.count)
            #expect(keys.allSatisfy { $0.tenantID == "contoso.example" && $0.account == nil })
        }
        let keys = try Self.all().map { $0.tokenSource(cloud: .global, transport: transport).cacheKey }
        #expect(Set(keys[..<3]).count == 1)
        // A managed identity is another principal.
        #expect(keys[3] != keys[0])
        try await transport.shutdown()
    }

    @Test(
        "every kind names one definite tenant",
        arguments: ["common", "organizations", "consumers", "", "https://login.example", "../x"])
    func tenants(tenant: String) {
        let (clientID, fault) = (CredentialBench.clientID, CredentialError(field: .tenantID))
        #expect(throws: fault) {
            try CertificateCredential(tenantID: tenant, clientID: clientID) { try TestCertificate.one.get().pem }
        }
        #expect(throws: fault) {
            try FederatedTokenCredential(tenantID: tenant, clientID: clientID, issuer: .file { Secret("a.b.c") })
        }
        #expect(throws: fault) { try ManagedIdentityCredential(tenantID: tenant, identity: .systemAssigned) }
    }

    @Test("personal accounts are offered a user's sign-in in the worldwide cloud and nothing else")
    func offers() {
        for kind in CredentialKind.allCases {
            for cloud in NationalCloud.builtIn {
                #expect(kind.isOffered(in: cloud, toPersonalAccounts: false))
                let isOffered = kind == .refreshToken && cloud == .global
                #expect(kind.isOffered(in: cloud, toPersonalAccounts: true) == isOffered)
            }
        }
    }
}
