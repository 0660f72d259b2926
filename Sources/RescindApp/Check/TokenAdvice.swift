import MeetingCancellation
import MicrosoftGraph

/// Who must do what when there is no token: by the AADSTS number where one is telling, else by the OAuth error.
struct TokenAdvice {
    let state: CheckState
    let found: String
    let remedy: String

    /// Numbers and meanings: Entra "Error codes".
    private static let byNumber: [Int: String] = [
        7_000_215: "the secret is wrong: write the secret's value, not its id, into clientSecretFile",
        7_000_222: "the secret has expired: make a new one in the app registration and replace clientSecretFile",
        700_016: "correct clientId, or register the application in this tenant: each cloud has its own registrations",
        7_000_112: "the application is disabled: let an administrator of the tenant enable it",
        90_002: "correct id or cloud: this cloud's sign-in service knows no such tenant",
        90_038: "correct cloud: the tenant lives in another one",
        900_382: "correct cloud: the tenant lives in another one",
        900_432: "correct cloud: the tenant lives in another one",
        1_002_012: "correct cloud: this sign-in service does not serve the cloud's Graph",
        500_011: "correct cloud: this sign-in service does not serve the cloud's Graph",
    ]

    private static let byOAuthError: [String: String] = [
        "invalid_client": "make a new secret in the app registration and replace clientSecretFile",
        "unauthorized_client": "correct clientId, or register the application in this tenant",
        "invalid_request": "correct id, cloud and clientId",
        "invalid_scope": "correct cloud: this sign-in service does not serve the cloud's Graph",
        "invalid_resource": "correct cloud: this sign-in service does not serve the cloud's Graph",
        "temporarily_unavailable": "check again in a minute",
    ]

    init(_ error: TokenError) {
        let number = error.aadsts.first.map { "AADSTS\($0)" }
        let parts = [error.oauthError, number, error.status.map { "status \($0)" }, error.detail].compactMap(\.self)
        found = "\(error.code)" + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
        switch error.kind {
        case .throttled, .serverError, .abandoned: state = .notVerified
        default: state = error.oauthError == "temporarily_unavailable" ? .notVerified : .failed
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
        if let known = error.aadsts.lazy.compactMap({ byNumber[$0] }).first { return known }
        switch error.kind {
        case .refused:
            return error.oauthError.flatMap { byOAuthError[$0] } ?? "look the error up in Entra's list of error codes"
        case .secretUnreadable: return "let the worker read clientSecretFile"
        case .connectFailed, .timeout, .connectionLost:
            return "open the way to the cloud's sign-in service: name resolution, firewall, proxy"
        case .redirected, .unreadableAnswer: return "something on the way answers in Entra's place: look at the proxy"
        case .throttled, .serverError, .abandoned: return "check again in a minute"
        }
    }
}
