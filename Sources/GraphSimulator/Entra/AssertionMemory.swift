import FoundationEssentials

/// The assertions that were used, by client and `jti`: each is good once.
struct AssertionMemory: Sendable {
    private struct Key: Sendable, Hashable {
        let client: String
        let identifier: String
    }

    /// Expired ones are kept until this many are stored; nobody can use them again anyway.
    private static let pruneAbove = 10_000

    private var usableUntil: [Key: Date] = [:]

    /// Whether it is used for the first time.
    mutating func use(_ identifier: String, of client: String, expiresAt: Date, now: Date) -> Bool {
        if usableUntil.count >= Self.pruneAbove {
            usableUntil = usableUntil.filter { $0.value.addingTimeInterval(AssertionClock.skew) > now }
        }
        let key = Key(client: client, identifier: identifier)
        guard usableUntil[key] == nil else { return false }
        usableUntil[key] = expiresAt
        return true
    }
}
