/// Which part of a configured credential is unusable. Never carries the refused value.
package struct CredentialError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Field: String, Hashable, Sendable {
        case tenantID
        case clientID
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
        }
    }
}
