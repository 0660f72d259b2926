import MicrosoftGraph
import Testing

@Suite struct NationalCloudTests {
    @Test(
        "the table of the four clouds is Microsoft's",
        arguments: [
            (
                "global", "https://graph.microsoft.com", "https://login.microsoftonline.com",
                "api://AzureADTokenExchange"
            ),
            (
                "usGovL4", "https://graph.microsoft.us", "https://login.microsoftonline.us",
                "api://AzureADTokenExchangeUSGov"
            ),
            (
                "usGovL5", "https://dod-graph.microsoft.us", "https://login.microsoftonline.us",
                "api://AzureADTokenExchangeUSGov"
            ),
            (
                "china21Vianet", "https://microsoftgraph.chinacloudapi.cn", "https://login.partner.microsoftonline.cn",
                "api://AzureADTokenExchangeChina"
            ),
        ]
    )
    func table(name: String, root: String, authority: String, audience: String) throws {
        let cloud = try #require(NationalCloud.named(name))
        #expect(cloud.graphRoot == root)
        #expect(cloud.authority == authority)
        #expect(cloud.defaultScope == "\(root)/.default")
        #expect(cloud.federationAudience == audience)
    }

    @Test("there are four built-in clouds and names are exact")
    func names() {
        #expect(NationalCloud.builtIn.map(\.name) == ["global", "usGovL4", "usGovL5", "china21Vianet"])
        #expect(NationalCloud.named("Global") == nil)
    }

    @Test("an override keeps the name and asks for its own root's scope")
    func override() throws {
        let cloud = try NationalCloud.usGovL5.with(
            graphRoot: "http://LOCALHOST:9102//", authority: "https://login.example:443/")
        #expect(cloud.name == "usGovL5")
        #expect(cloud.graphRoot == "http://localhost:9102")
        #expect(cloud.authority == "https://login.example")
        #expect(cloud.defaultScope == "http://localhost:9102/.default")
        #expect(cloud != .usGovL5)
    }

    @Test(
        "plain http is only for this machine",
        arguments: [
            ("http://127.0.0.1:80", true), ("http://127.255.3.9", true), ("http://localhost", true),
            ("http://[::1]:8080", true), ("http://127.0.0.1.example.com", false), ("http://127.1", false),
            ("http://graph.microsoft.com", false), ("http://128.0.0.1", false), ("http://[::2]", false),
            ("http://127.0.0.256", false), ("http://127.0.00.1", false), ("http://localhost.example.com", false),
        ]
    )
    func loopback(root: String, isAllowed: Bool) {
        let result = Result { try NationalCloud.global.with(graphRoot: root, authority: "https://login.example") }
        if isAllowed {
            #expect(throws: Never.self) { try result.get() }
        } else {
            #expect(throws: CloudError(field: .graphRoot, rule: .httpsRequired)) { try result.get() }
        }
    }

    @Test(
        "an address that is not just scheme, host and port is refused by field and rule, not by value",
        arguments: [
            ("graph.example", CloudError.Rule.notAnOrigin), ("ftp://graph.example", .notAnOrigin),
            ("https://", .notAnOrigin),
            ("https://user@graph.example", .notAnOrigin), ("https://graph.example:0", .notAnOrigin),
            ("https://graph.example:65536", .notAnOrigin), ("https://graph..example", .notAnOrigin),
            ("https://graph.example\\@evil", .notAnOrigin), ("https://gra ph.example", .notAnOrigin),
            ("https://gr\u{430}ph.example", .notAnOrigin), ("https://graph.example/v1.0", .pathNotAllowed),
            ("https://graph.example?x", .pathNotAllowed), ("https://graph.example#x", .pathNotAllowed),
        ]
    )
    func refused(address: String, rule: CloudError.Rule) throws {
        let error = #expect(throws: CloudError(field: .authority, rule: rule)) {
            try NationalCloud.global.with(graphRoot: "https://other.example", authority: address)
        }
        #expect(error?.description.hasPrefix("authority: ") == true)
        #expect(error?.description.contains("graph") == false)
    }
}
