/// What a token says of its own permissions and owner.
package struct TokenGrant: Sendable, Equatable {
    package enum Answer: Sendable { case granted, missing, unknown }

    /// Application permissions (`roles`). In a user's token they are the user's own app roles and say nothing about
    /// permissions.
    package let roles: Set<String>
    /// Delegated permissions (the token response's `scope`, or `scp`).
    package let scopes: Set<String>
    /// Whose token it is, where it shows.
    package let objectID: String?
    package let userPrincipalName: String?

    package init(
        roles: Set<String>, scopes: Set<String>, objectID: String? = nil, userPrincipalName: String? = nil
    ) {
        self.roles = roles
        self.scopes = scopes
        self.objectID = objectID?.lowercased()
        self.userPrincipalName = userPrincipalName?.lowercased()
    }

    /// Says what applications may and names nothing a user could have granted.
    var isOfApplication: Bool { scopes.isEmpty && !roles.isEmpty }

    /// Whole words only: `Calendars.ReadWrite.Shared` does not contain `Calendars.ReadWrite`. Scopes win where both exist.
    func carries(anyOf permissions: Set<String>) -> Answer {
        let said = scopes.isEmpty ? roles : scopes
        if said.isEmpty { return .unknown }
        return said.isDisjoint(with: permissions) ? .missing : .granted
    }

    /// Whether the token shows that it is somebody else's; one that shows nothing is nobody's in particular.
    /// - Parameter mailbox: object id or user principal name, lower case.
    func isOfAnother(than mailbox: String) -> Bool {
        (mailbox.contains("@") ? userPrincipalName : objectID).map { $0 != mailbox } ?? false
    }
}

/// Whose token it is does not show.
extension TokenGrant: CustomStringConvertible, CustomReflectable {
    package var description: String { "TokenGrant(roles: \(roles.sorted()), scopes: \(scopes.sorted()))" }
    package var customMirror: Mirror { Mirror(self, children: ["roles": roles.sorted(), "scopes": scopes.sorted()]) }
}
