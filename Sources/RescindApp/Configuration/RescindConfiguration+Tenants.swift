import CommandContract
import MeetingCancellation
import MicrosoftGraph

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension RescindConfiguration {
    /// - Parameters:
    ///   - clouds: those served. A tenant may live in one of the four that is not: its commands are refused (cloudNotServed).
    ///   - files: the folder that paths are relative to.
    ///   - environment: of the process, which workload identities and managed identities find themselves by.
    static func tenants(
        _ nodes: [ConfigurationNode], clouds: [NationalCloud], files: String, environment: [String: String]
    ) throws(ConfigurationError) -> [Tenant] {
        var tenants: [Tenant] = []
        var names: Set<String> = []
        for entry in nodes {
            var node = entry
            let id = try tenantID(&node)
            let cloud = try cloud(of: &node, among: clouds)
            let domains = try node.texts("domains")
            let check = try node.choice("permissionCheck", default: PermissionCheck.advisory)
            let reader = CredentialReader(tenantID: id, cloud: cloud, folder: files, environment: environment)
            let credential = try reader.credential(&node)
            let profile = TenantProfile(id: id, domains: domains, cloud: cloud.name, permissionCheck: check)
            for name in [profile.id] + profile.domains where !names.insert(name).inserted {
                throw node.error("id", "this tenant's id or one of its domains is listed twice")
            }
            var tenant = Tenant(profile: profile, credential: credential)
            tenant.answersClaimsChallenges = try node.flag("claimsChallenges", default: true)
            tenant.secretExpires = try node.day("clientSecretExpires")
            tenant.probeMailbox = try probeMailbox(&node)
            tenants.append(tenant)
            try node.finish()
        }
        return tenants
    }

    private static func tenantID(_ node: inout ConfigurationNode) throws(ConfigurationError) -> String {
        let id = try node.required("id")
        // Entra would take a domain here too, but routing keys are made of the GUID.
        guard UUID(uuidString: id) != nil else { throw node.error("id", "must be a GUID") }
        guard id.lowercased() != TenantProfile.personalAccounts else {
            throw node.error("id", "is the tenant of all personal accounts: list each person under accounts instead")
        }
        return id
    }

    private static func cloud(
        of node: inout ConfigurationNode, among served: [NationalCloud]
    ) throws(ConfigurationError) -> NationalCloud {
        let name = try node.required("cloud")
        if let cloud = served.first(where: { $0.name == name }) ?? NationalCloud.named(name) { return cloud }
        throw node.error("cloud", "must be one of \(NationalCloud.names), or a further one listed under clouds")
    }

    private static func probeMailbox(_ node: inout ConfigurationNode) throws(ConfigurationError) -> String? {
        guard let mailbox = try node.text("probeMailbox") else { return nil }
        guard FieldRules.isUser(mailbox) else { throw node.error("probeMailbox", FieldRules.userRule) }
        return mailbox
    }
}
