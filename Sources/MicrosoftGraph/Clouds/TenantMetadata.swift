#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What an authority's OpenID metadata says of the cloud a tenant lives in.
///
/// `msgraph_host` is not read: for a tenant of US Gov L5 it is not known to differ from that of L4. Only
/// `tenant_region_sub_scope` tells the two apart.
package struct TenantMetadata: Hashable, Sendable {
    /// `cloud_instance_name`, such as `microsoftonline.us`.
    package let cloudInstanceName: String?
    /// `tenant_region_sub_scope`, such as `DODCON`; absent in most clouds.
    package let regionSubScope: String?

    package init(cloudInstanceName: String?, regionSubScope: String?) {
        self.cloudInstanceName = cloudInstanceName
        self.regionSubScope = regionSubScope
    }

    /// What these values say of a tenant that is configured to live in `cloud`.
    /// - Parameter others: further clouds that are known, besides the four.
    package func proof(of cloud: NationalCloud, among others: some Sequence<NationalCloud> = []) -> CloudProof {
        let fitting = Set(
            (NationalCloud.builtIn + others + [cloud]).filter { $0.mark?.matches(self) == true }.map(\.name))
        if fitting.contains(cloud.name) { return fitting.count == 1 ? .proven : .unproven }
        return fitting.count == 1 ? fitting.first.map(CloudProof.elsewhere) ?? .unproven : .unproven
    }

    static func read(_ bytes: [UInt8]) -> TenantMetadata? {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)) else { return nil }
        return TenantMetadata(
            cloudInstanceName: document.instance.flatMap(shown), regionSubScope: document.subScope.flatMap(shown)
        )
    }

    /// These go into texts for a person: a value that is no plain name counts as absent.
    private static func shown(_ text: String) -> String? { ASCII.isDomainName(text) ? text : nil }

    private struct Document: Decodable {
        let instance: String?
        let subScope: String?

        enum CodingKeys: String, CodingKey {
            case instance = "cloud_instance_name"
            case subScope = "tenant_region_sub_scope"
        }
    }
}
