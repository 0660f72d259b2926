import FoundationEssentials

/// Entra's patience with clocks that are off.
enum AssertionClock {
    /// Seconds.
    static let skew: TimeInterval = 300

    /// - Throws: 700024 when `exp` is missing or past, or `nbf` to come, by more than the skew.
    static func judge(_ token: SignedToken, now: Date) throws(EntraError) {
        guard let expiry = token.time("exp"), expiry.addingTimeInterval(skew) > now,
            token.time("nbf").map({ $0.addingTimeInterval(-skew) <= now }) != false
        else { throw .assertionOutOfTime(now: now, from: token.time("nbf"), until: token.time("exp")) }
    }
}
