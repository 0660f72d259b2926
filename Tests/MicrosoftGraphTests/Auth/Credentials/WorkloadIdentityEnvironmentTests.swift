import MicrosoftGraph
import Testing

@Suite struct WorkloadIdentityEnvironmentTests {
    private typealias Fault = WorkloadIdentityEnvironment.Fault

    static let sound = [
        "AZURE_CLIENT_ID": CredentialBench.clientID, "AZURE_TENANT_ID": "5f0c1a52-7a3e-4f4e-9a46-2f3f0f5b7d11",
        "AZURE_FEDERATED_TOKEN_FILE": "/var/run/secrets/azure/tokens/azure-identity-token",
        "AZURE_AUTHORITY_HOST": "https://login.microsoftonline.com/",
    ]

    @Test("the webhook's variables name application and file")
    func sound() throws {
        let read = try WorkloadIdentityEnvironment(Self.sound, cloud: .global)
        #expect(read.application.clientID == Self.sound["AZURE_CLIENT_ID"])
        #expect(read.application.tenantID == Self.sound["AZURE_TENANT_ID"])
        #expect(read.tokenFile == Self.sound["AZURE_FEDERATED_TOKEN_FILE"])
    }

    @Test(
        "the authority has to be the cloud's, by any of its names and with any number of slashes",
        arguments: [
            ("https://login.microsoftonline.com//", .global, true),
            ("https://LOGIN.microsoftonline.com", .global, true),
            ("https://login.windows.net/", .global, true), ("https://sts.windows.net", .global, true),
            ("https://login.microsoft.com", .global, true), ("", .global, true), (nil, .global, true),
            ("https://login.microsoftonline.us/", .usGovL4, true), ("https://login.usgovcloudapi.net", .usGovL5, true),
            ("https://login.chinacloudapi.cn/", .china21Vianet, true),
            ("https://login.microsoftonline.us/", .global, false), ("https://login.windows.net/", .usGovL4, false),
            ("https://login.microsoftonline.com/", .china21Vianet, false), ("https://evil.example/", .global, false),
            ("https://login.microsoftonline.com.evil.example", .global, false),
            ("http://login.microsoftonline.com/", .global, false),
            ("https://login.microsoftonline.com:8443/", .global, false),
        ] as [(String?, NationalCloud, Bool)]
    )
    func authority(host: String?, cloud: NationalCloud, isAgreed: Bool) {
        var variables = Self.sound
        variables["AZURE_AUTHORITY_HOST"] = host
        let result = Result { try WorkloadIdentityEnvironment(variables, cloud: cloud) }
        if isAgreed {
            #expect(throws: Never.self) { try result.get() }
        } else {
            let fault = #expect(throws: Fault.self) { try result.get() }
            #expect(fault?.variable == .authorityHost && fault?.rule == .otherCloud)
        }
    }

    @Test("a cloud at other addresses has no other names than its own")
    func override() throws {
        let cloud = try NationalCloud.global.with(graphRoot: "http://localhost:1", authority: "http://localhost:2")
        #expect(throws: Fault.self) { try WorkloadIdentityEnvironment(Self.sound, cloud: cloud) }
        var variables = Self.sound
        variables["AZURE_AUTHORITY_HOST"] = "http://localhost:2//"
        #expect(throws: Never.self) { try WorkloadIdentityEnvironment(variables, cloud: cloud) }
    }

    @Test(
        "a variable at fault is named, and its value is not",
        arguments: [
            ("AZURE_CLIENT_ID", nil, .missing), ("AZURE_CLIENT_ID", "", .missing),
            ("AZURE_CLIENT_ID", "canary", .invalid), ("AZURE_TENANT_ID", nil, .missing),
            ("AZURE_TENANT_ID", "common", .invalid), ("AZURE_TENANT_ID", "https://canary.example", .invalid),
            ("AZURE_FEDERATED_TOKEN_FILE", nil, .missing), ("AZURE_FEDERATED_TOKEN_FILE", "canary/token", .invalid),
            ("AZURE_AUTHORITY_HOST", "canary", .invalid),
            ("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com/canary", .invalid),
        ] as [(String, String?, WorkloadIdentityEnvironment.Fault.Rule)]
    )
    func faults(name: String, value: String?, rule: WorkloadIdentityEnvironment.Fault.Rule) throws {
        var variables = Self.sound
        variables[name] = value
        let fault = try #require(
            #expect(throws: Fault.self) { try WorkloadIdentityEnvironment(variables, cloud: .global) })
        #expect(fault.rule == rule && fault.variable.rawValue == name)
        #expect(fault.description.hasPrefix("\(name): ") && !fault.description.contains("canary"))
    }
}
