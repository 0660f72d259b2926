import MeetingCancellation
import MicrosoftGraph

/// Who must do what when there is no token: in Entra's case by ``EntraErrorClass``.
struct TokenAdvice {
    let state: CheckState
    let found: String
    let remedy: String

    init(_ error: TokenError) {
        let number = error.aadsts.first.map { "AADSTS\($0)" }
        let parts = [error.oauthError, number, error.status.map { "status \($0)" }, error.detail].compactMap(\.self)
        found = "\(error.code)" + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
        switch (error.kind, error.entraClass) {
        // Entra could not be asked now: nothing is known to be wrong.
        case (.throttled, _), (.serverError, _), (.abandoned, _), (_, .transient), (_, .tenantThrottled):
            state = .notVerified
        default: state = .failed
        }
        remedy = Self.remedy(error)
    }

    /// - Parameters:
    ///   - key: path in the configuration of whose token it is, such as `tenants[0]`.
    ///   - remedy: in place of this one's.
    func rows(for key: String, remedy: String? = nil) -> [CheckResult] {
        [
            CheckResult("\(key) token", state, found: found, expected: "a token", remedy: remedy ?? self.remedy),
            CheckResult(
                "\(key) permission", .notVerified, found: "no token to look at", expected: PermissionCheck.permission,
                remedy: "see \(key) token"
            ),
        ]
    }

    private static func remedy(_ error: TokenError) -> String {
        if let remedy = error.entraClass?.remedy ?? error.fault?.remedy { return remedy }
        switch error.kind {
        case .secretUnreadable: return "let the worker read the credential's file"
        case .tenantElsewhere: return "correct cloud: \(error.detail ?? "another one")"
        case .connectFailed, .timeout, .connectionLost:
            return "open the way to the cloud's sign-in service: name resolution, firewall, proxy"
        case .redirected, .unreadableAnswer: return "something on the way answers in Entra's place: look at the proxy"
        case .refused, .credentialUnusable, .throttled, .serverError, .abandoned: return "check again in a minute"
        }
    }
}
