import Testing

@testable import MicrosoftGraph

@Suite struct TokenEndpointTests {
    @Test(
        "https anywhere, http on this machine only",
        arguments: [
            "https://login.example.com/oauth2/token", "https://login.example.com:8443/a/b?tenant=1",
            "http://127.0.0.1:9100/token", "http://localhost/token", "https://login.example.com",
        ]
    )
    func taken(address: String) throws {
        #expect(try TokenEndpoint(address).address == address)
    }

    @Test(
        "everything else is refused by its rule",
        arguments: [
            ("http://login.example.com/token", .httpsRequired), ("http://127.0.0.1.example.com/", .httpsRequired),
            ("login.example.com/token", .notAnAddress), ("https://user:pw@login.example.com/", .notAnAddress),
            ("https://login.example.com/#x", .notAnAddress), ("ftp://login.example.com/", .notAnAddress),
            ("https://login.example.com\\@evil.example/", .notAnAddress), ("", .notAnAddress),
            ("https://login.example.com/a b", .notAnAddress),
        ] as [(String, TokenEndpoint.Fault)]
    )
    func refused(address: String, fault: TokenEndpoint.Fault) {
        #expect(throws: fault) { try TokenEndpoint(address) }
    }
}
