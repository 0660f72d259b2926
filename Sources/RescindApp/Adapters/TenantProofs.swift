import Logging
import MicrosoftGraph
import Synchronization

/// Which tenants their authority says to live in the cloud that the configuration names (OpenID metadata).
///
/// Asked before a tenant's first token, so that a tenant configured for another cloud than its own has no token sent to that
/// cloud's Graph: US Gov L4 and L5 share one authority, which issues for both. What cannot be proved is not held against the
/// tenant: Entra and Graph refuse what is wrong all the same, only later.
final class TenantProofs: Sendable {
    private let discovery: TenantDiscovery
    /// Besides the four.
    private let clouds: [NationalCloud]
    private let logger: Logger
    private let proven = Mutex<Set<String>>([])

    init(discovery: TenantDiscovery, clouds: [NationalCloud], logger: Logger) {
        self.discovery = discovery
        self.clouds = clouds
        self.logger = logger
    }

    /// - Throws: `tenantElsewhere` when the tenant is known to live in another cloud or in none of this authority's.
    func prove(_ tenantID: String, in cloud: NationalCloud) async throws(TokenError) {
        // Nothing could prove a cloud whose metadata nobody has described.
        guard cloud.mark != nil, !proven.withLock({ $0.contains(tenantID) }) else { return }
        let proof: CloudProof
        do {
            proof = try await discovery.metadata(of: tenantID, in: cloud).proof(of: cloud, among: clouds)
        } catch .tenantUnknown {
            throw refused(tenantID, cloud, detail: "unknownThere")
        } catch {
            return unproven(tenantID, cloud, "\(error)")
        }
        switch proof {
        case .proven: _ = proven.withLock { $0.insert(tenantID) }
        case .elsewhere(let name): throw refused(tenantID, cloud, detail: name)
        case .unproven: unproven(tenantID, cloud, "its metadata fits no cloud, or more than one")
        }
    }

    private func refused(_ tenantID: String, _ cloud: NationalCloud, detail: String) -> TokenError {
        logger.error(
            "tenant does not live in the cloud it is configured for: correct tenants[].cloud",
            metadata: ["tenant": "\(tenantID)", "cloud": "\(cloud.name)", "found": "\(detail)"]
        )
        return TokenError(kind: .tenantElsewhere, verdict: .permanent, detail: detail)
    }

    private func unproven(_ tenantID: String, _ cloud: NationalCloud, _ reason: String) {
        logger.warning(
            "the tenant's cloud is not proved; going on with the configured one",
            metadata: ["tenant": "\(tenantID)", "cloud": "\(cloud.name)", "reason": "\(reason)"]
        )
    }
}
