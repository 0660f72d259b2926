/// An Entra tenant with its app registrations.
package struct SimulatedTenant: Sendable {
    /// A GUID. Two clouds may have a tenant with the same one.
    package let id: String
    /// What the world's tables know it by: the GUID, for a second one of the same GUID with its cloud's name behind.
    package internal(set) var key: String
    package let cloud: SimulatedCloud
    /// Verified domains; each works in place of the GUID.
    package var domains: [String]
    package var applications: [SimulatedApplication]
    /// Whether the global authority, asked for this tenant of another cloud, answers with metadata that points there
    /// instead of not knowing it.
    package var isKnownToGlobalAuthority = false

    /// The tenant all personal Microsoft accounts are in; it exists in the global cloud only. Source: Entra's access
    /// token claims reference, `tid`.
    package static let personalAccounts = "9188040d-6c67-4c5b-b112-36a304b66dad"

    /// Whether its users are personal Microsoft accounts: their tokens are opaque.
    package var isPersonal: Bool { id == Self.personalAccounts }

    /// The issuer of its v2.0 tokens, as a federated credential for a managed identity names it.
    package var federationIssuer: String { cloud.federationIssuer(tenant: id) }

    package init(id: String, cloud: SimulatedCloud, domains: [String], applications: [SimulatedApplication]) {
        self.id = id.lowercased()
        key = self.id
        self.cloud = cloud
        self.domains = domains
        self.applications = applications
    }

    func application(clientID: String) -> SimulatedApplication? {
        let wanted = clientID.lowercased()
        return applications.first { $0.clientID == wanted }
    }
}
