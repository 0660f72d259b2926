import Testing

@testable import MicrosoftGraph

@Suite struct TenantMetadataTests {
    @Test(
        "the instance and the sub-scope together prove a cloud, the host of Graph never",
        arguments: [
            (#"{"cloud_instance_name":"microsoftonline.com","tenant_region_scope":"EU"}"#, "global"),
            (#"{"cloud_instance_name":"microsoftonline.com","tenant_region_sub_scope":"GCC"}"#, "global"),
            (#"{"cloud_instance_name":"microsoftonline.us","tenant_region_sub_scope":"DODCON"}"#, "usGovL4"),
            (
                #"{"cloud_instance_name":"microsoftonline.us","tenant_region_sub_scope":"DOD","msgraph_host":"graph.microsoft.us"}"#,
                "usGovL5"
            ),
            (#"{"cloud_instance_name":"partner.microsoftonline.cn","tenant_region_sub_scope":null}"#, "china21Vianet"),
            (#"{"cloud_instance_name":"microsoftonline.us","msgraph_host":"graph.microsoft.us"}"#, nil),
            (#"{"cloud_instance_name":"microsoftonline.com","tenant_region_sub_scope":"DOD"}"#, nil),
            (#"{"cloud_instance_name":"sovcloud-identity.fr"}"#, nil), ("{}", nil),
        ] as [(String, String?)]
    )
    func clouds(text: String, cloud: String?) throws {
        let metadata = try #require(TenantMetadata.read(Array(text.utf8)))
        for configured in NationalCloud.builtIn {
            let proof: CloudProof =
                if cloud == configured.name { .proven } else { cloud.map(CloudProof.elsewhere) ?? .unproven }
            #expect(metadata.proof(of: configured) == proof)
        }
    }

    @Test("a further cloud is proved by the mark it was configured with, and never without one")
    func further() throws {
        func cloud(_ mark: CloudMark?) throws -> NationalCloud {
            try NationalCloud.further(
                name: "bleu", graphRoot: "https://graph.svc.sovcloud.fr",
                authority: "https://login.sovcloud-identity.fr",
                federationAudience: "api://AzureADTokenExchangeFrance", mark: mark)
        }
        let metadata = TenantMetadata(cloudInstanceName: "Sovcloud-Identity.fr", regionSubScope: nil)
        let marked = try cloud(CloudMark(instanceName: "sovcloud-identity.fr", regionSubScopes: [nil]))
        #expect(metadata.proof(of: marked) == .proven)
        #expect(metadata.proof(of: .global, among: [marked]) == .elsewhere("bleu"))
        #expect(metadata.proof(of: .global) == .unproven)
        #expect(metadata.proof(of: try cloud(nil)) == .unproven)
        let twin = try cloud(CloudMark(instanceName: "microsoftonline.us", regionSubScopes: ["DOD"]))
        let ambiguous = TenantMetadata(cloudInstanceName: "microsoftonline.us", regionSubScope: "DOD")
        #expect(ambiguous.proof(of: .usGovL5, among: [twin]) == .unproven)
        #expect(ambiguous.proof(of: .usGovL4, among: [twin]) == .unproven)
    }

    @Test("what is no metadata, and a value that is no plain name, are not taken")
    func unreadable() throws {
        for text in ["", "[]", "<html>", #"{"cloud_instance_name":5}"#] {
            #expect(TenantMetadata.read(Array(text.utf8)) == nil)
        }
        let odd = try #require(TenantMetadata.read(Array(#"{"cloud_instance_name":"a b\u001b[31m"}"#.utf8)))
        #expect(odd == TenantMetadata(cloudInstanceName: nil, regionSubScope: nil))
    }
}
