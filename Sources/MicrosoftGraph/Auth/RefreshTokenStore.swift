/// Where a refresh token is kept between its uses.
package protocol RefreshTokenStore: Sendable {
    /// The token to use next. May take long, or never end: who asks bounds it, and leaves it behind then.
    func current() async throws -> Secret

    /// Entra gave `newer` in exchange for the current one. Keeps it in memory at once, and anywhere else behind the caller, who has an
    /// access token to hand on.
    func rotated(to newer: Secret)
}
