/// Which part of a configured credential is unusable. Never carries the refused value.
package struct CredentialError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Field: String, Hashable, Sendable {
        case tenantID
        case clientID
        /// Of a managed identity.
        case objectID
        /// Of a managed identity.
        case resourceID
    }

    package let field: Field

    package init(field: Field) {
        self.field = field
    }

    /// Stable camelCase code.
    package var code: String { "\(field.rawValue)Invalid" }

    package var description: String {
        switch field {
        case .tenantID: "tenantID: must be a tenant's GUID or domain, not a shared name such as 'common'"
        case .clientID: "clientID: must be the application (client) id, a GUID"
        case .objectID: "objectID: must be the managed identity's object (principal) id, a GUID"
        case .resourceID: "resourceID: must be the managed identity's resource id, /subscriptions/…"
        }
    }
}
