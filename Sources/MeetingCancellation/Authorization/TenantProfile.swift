/// A tenant this worker may act in, as configured.
package struct TenantProfile: Sendable {
    /// Directory GUID, lower case.
    package let id: String
    /// Verified domains, lower case: other spellings of the tenant in commands.
    package let domains: [String]
    package let cloud: String
    package let permissionCheck: PermissionCheck

    package init(id: String, domains: [String], cloud: String, permissionCheck: PermissionCheck) {
        self.id = id.lowercased()
        self.domains = domains.map { $0.lowercased() }
        self.cloud = cloud
        self.permissionCheck = permissionCheck
    }
}
