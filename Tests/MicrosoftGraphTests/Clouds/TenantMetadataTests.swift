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
        #expect(try #require(TenantMetadata.read(Array(text.utf8))).cloudName == cloud)
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
