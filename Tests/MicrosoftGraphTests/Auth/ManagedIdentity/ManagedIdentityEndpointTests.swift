import Testing

@testable import MicrosoftGraph

@Suite struct ManagedIdentityEndpointTests {
    private typealias Fault = ManagedIdentityEndpoint.Fault

    @Test("without a word of another the instance metadata service is asked, at the address it has everywhere")
    func instanceMetadata() throws {
        let endpoint = try ManagedIdentityEndpoint.named(by: [:])
        #expect(endpoint.address == "http://169.254.169.254/metadata/identity/oauth2/token")
        #expect(try ManagedIdentityEndpoint.named(by: ["IDENTITY_ENDPOINT": ""]).address == endpoint.address)
        let simulated = try ManagedIdentityEndpoint.instanceMetadata(at: "http://127.0.0.1:9100/")
        #expect(simulated.address == "http://127.0.0.1:9100/metadata/identity/oauth2/token")
    }

    @Test(
        "App Service's address is on this machine or its link, or by https",
        arguments: [
            ("http://127.0.0.1:41741/msi/token", nil), ("http://localhost:42356/msi/token", nil),
            ("http://169.254.129.2:8081/msi/token", nil), ("https://identity.example/token", nil),
            ("http://169.254.129.2.example.com/msi/token", .httpsRequired), ("http://10.0.0.1/token", .httpsRequired),
            ("http://169.253.0.1/token", .httpsRequired), ("http://169.254.1/token", .httpsRequired),
            ("http://127.0.0.1/token?a=1", .notAnAddress), ("http://127.0.0.1/token#a", .notAnAddress),
            ("http://user@127.0.0.1/token", .notAnAddress), ("canary", .notAnAddress),
        ] as [(String, ManagedIdentityEndpoint.Fault?)]
    )
    func appService(address: String, fault: ManagedIdentityEndpoint.Fault?) throws {
        let variables = ["IDENTITY_ENDPOINT": address, "IDENTITY_HEADER": "canary"]
        let result = Result { try ManagedIdentityEndpoint.named(by: variables) }
        if let fault {
            #expect(throws: fault) { try result.get() }
            #expect(!fault.description.contains("canary"))
        } else {
            #expect(try result.get().address == address)
            #expect(!String(describing: try result.get()).contains("canary"))
        }
    }

    @Test(
        "what this worker does not speak, and half of what it does, is told",
        arguments: [
            (["IDENTITY_ENDPOINT": "http://127.0.0.1/t"], .environmentIncomplete),
            (["IDENTITY_HEADER": "h"], .environmentIncomplete),
            (
                [
                    "IDENTITY_ENDPOINT": "https://127.0.0.1/t", "IDENTITY_HEADER": "h",
                    "IDENTITY_SERVER_THUMBPRINT": "0",
                ],
                .hostUnsupported
            ),
            (["IDENTITY_ENDPOINT": "http://127.0.0.1/t", "IMDS_ENDPOINT": "http://127.0.0.1"], .hostUnsupported),
            (["MSI_ENDPOINT": "http://127.0.0.1/t", "MSI_SECRET": "s"], .hostUnsupported),
            (["IDENTITY_ENDPOINT": "http://127.0.0.1/t", "IDENTITY_HEADER": "a\nb"], .headerInvalid),
        ] as [([String: String], ManagedIdentityEndpoint.Fault)]
    )
    func faults(variables: [String: String], fault: ManagedIdentityEndpoint.Fault) {
        #expect(throws: fault) { try ManagedIdentityEndpoint.named(by: variables) }
    }
}
