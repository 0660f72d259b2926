import FoundationEssentials

/// The sign-ins that were begun with a device code (RFC 8628) and what became of them.
struct DeviceCodeRegistry: Sendable {
    /// Sign-ins that nobody finished must not fill the memory; the oldest are forgotten beyond this many.
    private static let capacity = 10_000

    private var signIns: [String: DeviceSignIn] = [:]
    private var order: [String] = []

    /// Oldest first.
    var all: [DeviceSignIn] { order.compactMap { signIns[$0] } }

    mutating func add(_ signIn: DeviceSignIn) {
        if order.count >= Self.capacity { signIns[order.removeFirst()] = nil }
        signIns[signIn.deviceCode] = signIn
        order.append(signIn.deviceCode)
    }

    func signIn(userCode: String) -> DeviceSignIn? { signIns.values.first { $0.userCode == userCode.uppercased() } }

    mutating func approve(_ signIn: DeviceSignIn, _ account: SimulatedDelegatedAccount) {
        signIns[signIn.deviceCode]?.account = account
        decide(signIn, .approved)
    }

    mutating func decide(_ signIn: DeviceSignIn, _ state: DeviceSignIn.State) {
        signIns[signIn.deviceCode]?.state = state
    }

    /// What a poll finds: the sign-in once it was approved, and only once.
    mutating func redeem(
        _ code: String, tenant: SimulatedTenant, application: SimulatedApplication, now: Date
    ) throws(EntraError) -> DeviceSignIn {
        guard var signIn = signIns[code], signIn.tenant == tenant.key, signIn.application == application.clientID
        else { throw .deviceCodeUnknown }
        defer { signIns[code] = signIn }
        let isTooSoon = signIn.lastPolledAt.map { now.timeIntervalSince($0) < Double(signIn.interval) } ?? false
        signIn.lastPolledAt = now
        guard now < signIn.expiresAt, signIn.state != .expired else { throw .deviceCodeExpired }
        guard !isTooSoon else {
            // RFC 8628 §3.5: from now on the client has to wait five seconds longer.
            signIn.interval += 5
            throw .slowDown
        }
        switch signIn.state {
        case .pending: throw .authorizationPending
        case .declined: throw .authorizationDeclined
        case .expired: throw .deviceCodeExpired
        case .redeemed: throw .deviceCodeRedeemed
        case .approved:
            let approved = signIn
            signIn.state = .redeemed
            return approved
        }
    }
}

extension EntraError {
    fileprivate static let deviceCodeUnknown = EntraError(
        status: 400, error: "bad_verification_code", number: 70018, text: "Invalid verification code."
    )
    fileprivate static let deviceCodeExpired = EntraError(
        status: 400, error: "expired_token", number: 70019, text: "Verification code expired."
    )
    fileprivate static let authorizationPending = EntraError(
        status: 400, error: "authorization_pending", number: 70016, text: "Authorization is pending. Continue polling."
    )
    /// The number is ours: Microsoft documents none for it.
    fileprivate static let authorizationDeclined = EntraError(
        status: 400, error: "authorization_declined", number: 9_990_002, text: "The user declined the request."
    )
    /// RFC 8628 has it, Entra's page does not. The number is ours.
    fileprivate static let slowDown = EntraError(
        status: 400, error: "slow_down", number: 9_990_003, text: "The client polls too fast."
    )
    fileprivate static let deviceCodeRedeemed = EntraError(
        status: 400, error: "invalid_grant", number: 54005, text: "The code was already redeemed."
    )
}
