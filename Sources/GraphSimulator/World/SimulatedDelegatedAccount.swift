/// A user who signed in to an application: its refresh token yields delegated tokens, which `/me` needs.
package struct SimulatedDelegatedAccount: Sendable {
    /// Object id or user principal name of the user's mailbox.
    package let user: String
    /// The `scp` of the tokens, e.g. `["Calendars.ReadWrite"]`.
    package var scopes: [String]
    /// The token the sign-in gave. Each use yields a new one; the old one stays good until it expires.
    package var refreshToken: String
    /// Seconds a refresh token lives, from the start of the simulator or from its issue. Entra's default is 90 days.
    package var refreshTokenLifetime: Int

    package init(user: String, scopes: [String], refreshToken: String, refreshTokenLifetime: Int = 90 * 86_400) {
        self.user = user
        self.scopes = scopes
        self.refreshToken = refreshToken
        self.refreshTokenLifetime = refreshTokenLifetime
    }
}
