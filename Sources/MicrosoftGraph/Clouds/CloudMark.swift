/// What a tenant's OpenID metadata says in one cloud and in no other of the same authority.
package struct CloudMark: Hashable, Sendable {
    /// `cloud_instance_name`, lower case.
    package let instanceName: String
    /// `tenant_region_sub_scope`, upper case; nil stands for its absence.
    package let regionSubScopes: Set<String?>

    package init(instanceName: String, regionSubScopes: Set<String?>) {
        self.instanceName = instanceName.lowercased()
        self.regionSubScopes = Set(regionSubScopes.map { $0?.uppercased() })
    }

    func matches(_ metadata: TenantMetadata) -> Bool {
        metadata.cloudInstanceName?.lowercased() == instanceName
            && regionSubScopes.contains(metadata.regionSubScope?.uppercased())
    }
}
