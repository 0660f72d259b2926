import CommandContract
import MeetingCancellation
import MicrosoftGraph

/// Judges what an account's sign-in still gives: a token, whose it is, and what it may do.
struct AccountChecks {
    /// Path of the account in the configuration, such as `accounts[0]`.
    let key: String
    let profile: DelegatedAccount
    /// Where the account's app registration is; nil when the configuration does not tell.
    var consent: ConsentFacts?

    func results(_ answer: Result<AccessToken, TokenError>) -> [CheckResult] {
        switch answer {
        case .success(let token):
            return [CheckResult("\(key) token", .ok, found: "issued"), permission(TokenGrant(token))]
        case .failure(let error):
            return TokenAdvice(error, of: .refreshToken).rows(for: key, remedy: Self.remedy(error))
        }
    }

    /// What differs from a tenant's.
    private static func remedy(_ error: TokenError) -> String? {
        switch error.entraClass {
        case .signInEnded: "the sign-in has ended: \(signInAgain)"
        case .consentMissing:
            "the account, or an administrator for it, has to consent to the application: \(signInAgain)"
        default: nil
        }
    }

    private static let signInAgain = "let the account sign in again (rescind sign-in)"

    /// The worker's own judgement for the account's own mailbox.
    func permission(_ grant: TokenGrant) -> CheckResult {
        let check = "\(key) permission"
        let wanted = PermissionCheck.permission
        switch PermissionCheck.strict.judge(grant, of: profile)?.reason {
        case nil: return CheckResult(check, .ok, found: wanted)
        case .permissionUnknown:
            return CheckResult(
                check, .notVerified, found: "the token does not show its permissions", expected: wanted,
                remedy: "nothing, if the account consented to it: Graph decides"
            )
        case .accountMailboxMismatch:
            return CheckResult(
                check, .failed, found: "another mailbox's sign-in", expected: "the sign-in of \(key).mailbox",
                remedy: "correct mailbox, or put its owner's refresh token into refreshTokenFile"
            )
        case .permissionMissing where grant.scopes.contains("\(wanted).Shared"):
            return CheckResult(
                check, .warning, found: "\(wanted).Shared alone", expected: wanted,
                remedy: "nothing, if the account only acts in calendars shared with it"
            )
        default:
            return CheckResult(
                check, .failed, found: "the token lacks it", expected: wanted,
                remedy: [Self.signInAgain, advice].compactMap(\.self).joined(separator: ". ")
            )
        }
    }

    private var advice: String? {
        PermissionAdvice(.ofAccount(profile, at: .user(profile.mailbox)), consent: consent).text(
            for: .permissionMissing)
    }
}
