/// What a refusal of Entra means for whom: the one table of AADSTS numbers.
///
/// Source: Entra "Error codes". The numbers are diagnostic and may change at any time, the OAuth `error` is what a client may
/// rely on: so a number only ever refines, and one that is not here falls back to the `error` it came with.
package enum EntraErrorClass: String, CaseIterable, Hashable, Sendable {
    // MARK: The configuration, or the registration, has to change

    /// This cloud's sign-in service knows no such tenant.
    case tenantUnknown
    /// The tenant lives in another cloud, or does not let this one in.
    case tenantInOtherCloud
    /// The Graph asked for is another cloud's.
    case graphOfOtherCloud
    /// The resource or the scope is unknown there, or not allowed.
    case resourceRefused
    /// Not registered, or not installed, in that cloud's tenant.
    case applicationNotFound
    case applicationDisabled
    case flowNotAllowed
    /// A public client sent a credential.
    case publicClient
    /// A confidential client sent none.
    case credentialMissing
    case requestRefused
    case clientNotAuthorized

    // MARK: The application's credential

    case secretWrong
    case secretExpired
    /// The signature, the subject or the chain of the certificate.
    case certificateRefused
    /// An assertion from before or after its time: a clock is off, or a federated token went stale.
    case assertionOutOfTime
    case assertionRefused
    /// No federated credential with the assertion's issuer, subject and audience.
    case federatedRecordMissing
    /// The federated token is of a kind that Entra does not take.
    case federatedTokenRefused
    case credentialRefused

    // MARK: A person has to act

    case consentMissing
    /// The refresh token has expired, was revoked, or is too old for the sign-in frequency.
    case signInEnded
    /// A second factor, or another step, is asked for.
    case interactionRequired
    case conditionalAccess
    /// The user is missing, disabled, locked, or not assigned to the application.
    case userUnusable

    // MARK: Time heals it

    case transient
    /// The tenant is throttled or blocked for now.
    case tenantThrottled
    /// Entra saw the same request too often.
    case loopDetected

    /// Neither the number nor the `error` is known here.
    case unknown

    package init(oauthError: String?, aadsts: [Int]) {
        // These two say outright that the same request will do later, whatever stands beside them.
        if let oauthError, Self.passing.contains(oauthError) {
            self = .transient
            return
        }
        let refined = aadsts.lazy.compactMap { Self.byNumber[$0] }.first
        self = refined ?? oauthError.flatMap { Self.byOAuthError[$0] } ?? .unknown
    }

    /// Stable camelCase code.
    package var code: String { rawValue }

    /// Whether the configuration names the wrong cloud or the wrong tenant for it. An application that is not found counts: each
    /// cloud has registrations of its own.
    package var isCloudMismatch: Bool {
        switch self {
        case .tenantUnknown, .tenantInOtherCloud, .graphOfOtherCloud, .applicationNotFound: true
        default: false
        }
    }

    /// - A missing federated record is permanent although a new one takes minutes to spread: nothing but an administrator brings
    ///   it, and the pause of a tenant whose requests all fail alike is the slow retry it needs.
    /// - An assertion out of its time is made or read anew for every request, and clocks are set.
    package var verdict: TokenError.Verdict {
        switch self {
        case .assertionOutOfTime, .transient, .tenantThrottled, .loopDetected: .retriable
        default: .permanent
        }
    }
}
