package import CommandContract

/// A tenant or account for which no request goes to Graph for the time being.
package struct PausedHolder: Sendable, Equatable {
    package let holder: TokenHolder
    package let since: Timestamp
    /// When one request is let through to see whether it is over; in the past while that one is under way.
    package let until: Timestamp
    /// Stable code. See ``ChallengePauses``.
    package let reason: String
}
