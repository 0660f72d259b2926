package import FoundationEssentials

/// A sign-in by device code: begun by a client, decided by a user elsewhere, collected by the client.
package struct DeviceSignIn: Sendable {
    package enum State: String, Sendable {
        case pending
        case approved
        case declined
        case expired
        /// The client has its tokens.
        case redeemed
    }

    /// What the user says, by the control API or in Swift.
    package enum Decision: Sendable {
        /// - Parameters:
        ///   - user: object id or user principal name of a mailbox of the tenant.
        ///   - scopes: the permissions granted; `nil` = those that were asked for.
        case approve(user: String, scopes: [String]? = nil)
        case decline
        /// As if its time were over.
        case expire
    }

    /// The tenant's key.
    package let tenant: String
    package let application: String
    let deviceCode: String
    /// What the user types in.
    package let userCode: String
    /// As asked for, without the resource's name before them; the registration's own for `.default`.
    package let scopes: [String]
    /// Whose Graph the token will be for: the client names it when it begins and not again when it collects.
    let audience: String
    package let expiresAt: Date
    /// Seconds between polls.
    package internal(set) var interval: Int
    package internal(set) var state = State.pending
    /// Who approved, with what was granted.
    var account: SimulatedDelegatedAccount?
    var lastPolledAt: Date?

    func wants(_ scope: String) -> Bool { scopes.contains(scope) }

    /// The scopes that are permissions and not OpenID's.
    var permissions: [String] {
        scopes.filter { !["openid", "profile", "email", "offline_access"].contains($0) }
    }
}
