import CommandContract
import MeetingCancellation
import MicrosoftGraph

/// Judges what an account's sign-in still gives: a token, whose it is, and what it may do.
struct AccountChecks {
    /// Path of the account in the configuration, such as `accounts[0]`.
    let key: String
    let profile: DelegatedAccount

    func results(_ answer: Result<AccessToken, TokenError>) -> [CheckResult] {
        switch answer {
        case .success(let token):
            return [CheckResult("\(key) token", .ok, found: "issued"), permission(TokenGrant(token))]
        case .failure(let error): return TokenAdvice(error).rows(for: key, remedy: Self.remedy(error))
        }
    }

    /// What differs from a tenant's.
    private static func remedy(_ error: TokenError) -> String? {
        if error.entraClass == .signInEnded {
            return "the sign-in has ended: let the account sign in again and replace refreshTokenFile"
        }
        return error.kind == .secretUnreadable ? "let the worker read refreshTokenFile and clientSecretFile" : nil
    }

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
                remedy: "let the account sign in again and consent to the delegated permission"
            )
        }
    }
}
