/// A tenant this worker may act in, as configured.
package struct TenantProfile: Sendable {
    /// The tenant of all personal Microsoft accounts (Entra "Access token claims", `tid`); only the global cloud has it.
    package static let personalAccounts = "9188040d-6c67-4c5b-b112-36a304b66dad"

    /// Directory GUID, lower case.
    package let id: String
    /// Verified domains, lower case: other spellings of the tenant in commands.
    package let domains: [String]
    package let cloud: String
    package let permissionCheck: PermissionCheck
    /// Entra's address in the tenant's cloud, and the tenant's app registration: for advice to people only.
    package var authority: String?
    package var clientID: String?

    package init(id: String, domains: [String], cloud: String, permissionCheck: PermissionCheck) {
        self.id = id.lowercased()
        self.domains = domains.map { $0.lowercased() }
        self.cloud = cloud
        self.permissionCheck = permissionCheck
    }

    /// Personal accounts have no administrator who could let an application in, no groups and no shared calendars.
    package var isPersonal: Bool { id == Self.personalAccounts }
}
