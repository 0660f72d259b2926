/// An Entra tenant with its app registrations.
package struct SimulatedTenant: Sendable {
    /// A GUID, unique over all simulated clouds.
    package let id: String
    package let cloud: SimulatedCloud
    /// Verified domains; each works in place of the GUID.
    package var domains: [String]
    package var applications: [SimulatedApplication]

    /// The tenant all personal Microsoft accounts are in; it exists in the global cloud only. Source: Entra's access
    /// token claims reference, `tid`.
    package static let personalAccounts = "9188040d-6c67-4c5b-b112-36a304b66dad"

    /// Whether its users are personal Microsoft accounts: their tokens are opaque.
    package var isPersonal: Bool { id == Self.personalAccounts }

    package init(id: String, cloud: SimulatedCloud, domains: [String], applications: [SimulatedApplication]) {
        self.id = id.lowercased()
        self.cloud = cloud
        self.domains = domains
        self.applications = applications
    }

    func application(clientID: String) -> SimulatedApplication? {
        let wanted = clientID.lowercased()
        return applications.first { $0.clientID == wanted }
    }
}
