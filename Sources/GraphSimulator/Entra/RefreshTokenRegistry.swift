import DequeModule
import FoundationEssentials

/// The refresh tokens that were issued, each good until it expires: a use yields a new one and revokes nothing.
struct RefreshTokenRegistry: Sendable {
    struct Grant: Sendable {
        let tenant: String
        let application: String
        let account: SimulatedDelegatedAccount
        let issuedAt: Date

        func hasExpired(at now: Date) -> Bool {
            now.timeIntervalSince(issuedAt) >= Double(account.refreshTokenLifetime)
        }
    }

    /// A client that refreshes all day must not fill the memory; the oldest are forgotten beyond this many.
    private static let capacity = 50_000

    private var grants: [String: Grant] = [:]
    private var order: Deque<String> = []

    mutating func add(_ token: String, _ grant: Grant) {
        if order.count >= Self.capacity { grants[order.removeFirst()] = nil }
        grants[token] = grant
        order.append(token)
    }

    func grant(of token: String) -> Grant? { grants[token] }
}
