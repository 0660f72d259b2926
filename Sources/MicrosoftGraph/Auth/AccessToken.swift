/// A bearer token together with the one cloud it may be sent to.
///
/// The request's host is taken from `cloud`, so a token cannot be paired with another cloud's Graph.
package struct AccessToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Where the token was issued for; the only cloud whose Graph ever sees it.
    package let cloud: NationalCloud
    /// Never printable. Identity of the token: two with the same value are the same token.
    package let value: Secret
    /// When it ceases to be valid, counted from before it was asked for (`expires_in`, never the token's `exp`).
    package let expiry: ContinuousClock.Instant
    /// From when on a new one should be asked for while this one is still good (`refresh_in`); nil when nobody has said so.
    package let refreshAfter: ContinuousClock.Instant?
    /// The `scope` of the token response: the permissions a delegated token was granted. Absent for app-only tokens.
    package let scope: String?
    /// Advisory, see `TokenClaims`.
    package let claims: TokenClaims

    /// - Parameter refreshAfter: no later than `expiry`, whatever is given.
    package init(
        cloud: NationalCloud, value: Secret, expiry: ContinuousClock.Instant,
        refreshAfter: ContinuousClock.Instant? = nil, scope: String? = nil
    ) {
        self.cloud = cloud
        self.value = value
        self.expiry = expiry
        self.refreshAfter = refreshAfter.map { min($0, expiry) }
        self.scope = scope
        self.claims = TokenClaims(reading: value.reveal())
    }

    /// The permissions named in `scope`, without the Graph root Entra may put before each of them.
    package var grantedScopes: Set<String> {
        let prefix = "\(cloud.graphRoot)/"
        return Set(
            (scope ?? "").split(separator: " ").map { name in
                String(name.hasPrefix(prefix) ? name.dropFirst(prefix.count) : name)
            }
        )
    }

    package var description: String { "AccessToken(cloud: \(cloud.name))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["cloud": cloud.name]) }
}
