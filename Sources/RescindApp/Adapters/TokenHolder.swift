/// Whose token it is.
package enum TokenHolder: Hashable, Sendable {
    /// The application's own in a tenant, by the tenant's id.
    case tenant(String)
    /// A signed-in user's, by the account's configured name.
    case account(String)

    var kind: String {
        switch self {
        case .tenant: "tenant"
        case .account: "account"
        }
    }

    var name: String {
        switch self {
        case .tenant(let id): id
        case .account(let name): name
        }
    }
}
