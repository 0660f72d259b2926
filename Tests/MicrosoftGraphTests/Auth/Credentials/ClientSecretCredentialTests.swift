import MicrosoftGraph
import Testing

@Suite struct ClientSecretCredentialTests {
    static let clientID = "7d0c1a52-7a3e-4f4e-9a46-2f3f0f5b7d22"

    @Test(
        "a tenant is a GUID or a domain",
        arguments: [
            ("5f0c1a52-7a3e-4f4e-9a46-2f3f0f5b7d11", true), ("contoso.onmicrosoft.com", true), ("common", false),
            ("Organizations", false), ("consumers", false), ("", false), ("a/b.example", false), ("..", false),
            ("https://login.example", false), ("contoso.example?x", false), ("c\u{43E}ntoso.example", false),
            ("contoso.example.", false), ("a@b.example", false), ("contoso.example#", false), ("%2e%2e.example", false),
        ]
    )
    func tenants(tenant: String, isUsable: Bool) {
        let result = Result { try ClientSecretCredential(tenantID: tenant, clientID: Self.clientID) { Secret("s") } }
        if isUsable {
            #expect(throws: Never.self) { try result.get() }
        } else {
            #expect(throws: CredentialError(field: .tenantID)) { try result.get() }
        }
    }

    @Test("a client id is a GUID")
    func clientID() {
        #expect(throws: CredentialError(field: .clientID)) {
            try ClientSecretCredential(tenantID: "contoso.example", clientID: "worker") { Secret("s") }
        }
    }
}
