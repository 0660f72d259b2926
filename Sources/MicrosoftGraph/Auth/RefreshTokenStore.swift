/// Where a refresh token is kept between its uses.
package protocol RefreshTokenStore: Sendable {
    /// The token to use next.
    func current() async throws -> Secret

    /// Entra gave `newer` in exchange for the current one. Must keep it, in memory at the least.
    func rotated(to newer: Secret) async
}
