import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("Clouds in the configuration")
struct CloudsConfigurationTests {
    private static let sovereign =
        "name: bleu, graph: 'https://graph.svc.sovcloud.fr', authority: 'https://login.sovcloud-identity.fr', "
        + "federationAudience: 'api://AzureADTokenExchangeFrance'"

    private func load(_ clouds: String, tenant: String = "global") async throws -> RescindConfiguration {
        try await TemporaryFolder.with { folder in
            try folder.write("secret", "s".utf8)
            var text = ConfigurationText()
            text[.clouds] = "clouds: [\(clouds)]"
            text[.tenants] = text[.tenants].replacing(ConfigurationText.secretFile, with: "secret")
                .replacing("cloud: global", with: "cloud: \(tenant)")
            return try RescindConfiguration(file: folder.path + "/c.yaml", text: text.text, environment: [:])
        }
    }

    @Test("a further cloud has all its facts from the configuration, and tenants may live there")
    func further() async throws {
        let configuration = try await load("{ \(Self.sovereign), instanceName: sovcloud-identity.fr }", tenant: "bleu")
        let cloud = try #require(configuration.clouds["bleu"])
        #expect(cloud.defaultScope == "https://graph.svc.sovcloud.fr/.default")
        #expect(cloud.authority == "https://login.sovcloud-identity.fr")
        #expect(cloud.federationAudience == "api://AzureADTokenExchangeFrance")
        #expect(
            TenantMetadata(cloudInstanceName: "sovcloud-identity.fr", regionSubScope: nil).proof(of: cloud) == .proven)
    }

    @Test(
        "what is missing or odd is told by its key",
        arguments: [
            ("{ name: bleu }", "name", "needs graph and authority"), ("{ name: 'a b' }", "name", "letters and digits"),
            ("{ name: global }, { name: global }", "name", "listed twice"),
            (
                "{ name: bleu, graph: 'https://g.example', authority: 'https://l.example' }", "federationAudience",
                "required"
            ),
            (
                "{ name: bleu, graph: 'http://g.example', authority: 'https://l.example', federationAudience: a }",
                "graph",
                "https"
            ),
            ("{ name: global, instanceName: x }", "instanceName", "not a known key"),
        ])
    func faults(clouds: String, key: String, rule: String) async throws {
        let error = try await #require(throws: ConfigurationError.self) { try await load(clouds) }
        #expect(error.key.hasSuffix("].\(key)"))
        #expect(error.rule.contains(rule), "\(error)")
    }

    @Test("a tenant in a cloud that nobody knows is refused; one in a known cloud that is not served is not")
    func tenants() async throws {
        let error = try await #require(throws: ConfigurationError.self) { try await load("", tenant: "bleu") }
        #expect(error.key == "tenants[0].cloud")
        let configuration = try await load("{ name: usGovL4 }")
        #expect(configuration.clouds["global"] == nil)
    }
}
