/// What a token says of its own permissions.
package struct TokenGrant: Sendable, Equatable {
    package enum Answer: Sendable { case granted, missing, unknown }

    /// Application permissions (`roles`).
    package let roles: Set<String>
    /// Delegated permissions (`scp`, or the token response's `scope`).
    package let scopes: Set<String>

    package init(roles: Set<String>, scopes: Set<String>) {
        self.roles = roles
        self.scopes = scopes
    }

    /// Whole words only: `Calendars.ReadWrite.Shared` does not contain `Calendars.ReadWrite`. In a user's token `roles` are
    /// the user's own app roles and say nothing about permissions, so scopes win where both exist.
    func carries(_ permission: String) -> Answer {
        let said = scopes.isEmpty ? roles : scopes
        if said.isEmpty { return .unknown }
        return said.contains(permission) ? .granted : .missing
    }
}
