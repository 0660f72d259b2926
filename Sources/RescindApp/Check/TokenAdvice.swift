import MeetingCancellation
import MicrosoftGraph

/// Who must do what when there is no token: in Entra's case by ``EntraErrorClass``.
struct TokenAdvice {
    let state: CheckState
    let found: String
    let remedy: String

    /// - Parameter credential: what the token was asked for with.
    init(_ error: TokenError, of credential: CredentialKind) {
        let number = error.aadsts.first.map { "AADSTS\($0)" }
        let parts = [error.oauthError, number, error.status.map { "status \($0)" }, error.detail].compactMap(\.self)
        found = "\(error.code)" + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
        switch (error.kind, error.entraClass) {
        // Entra could not be asked now: nothing is known to be wrong.
        case (.throttled, _), (.serverError, _), (.abandoned, _), (_, .transient), (_, .tenantThrottled):
            state = .notVerified
        default: state = .failed
        }
        remedy = Self.remedy(error, credential)
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

    private static func remedy(_ error: TokenError, _ credential: CredentialKind) -> String {
        if let remedy = error.entraClass?.remedy ?? error.fault?.remedy { return remedy }
        switch error.kind {
        case .secretUnreadable: return "let the worker read \(credential.fileKeys)"
        case .tenantElsewhere: return "correct cloud: \(error.detail ?? "another one")"
        case .connectFailed, .timeout, .connectionLost:
            return "open the way to the cloud's sign-in service: name resolution, firewall, proxy"
        case .redirected, .unreadableAnswer: return "something on the way answers in Entra's place: look at the proxy"
        case .refused, .credentialUnusable, .throttled, .serverError, .abandoned: return "check again in a minute"
        }
    }
}

extension CredentialKind {
    /// Names of the configuration's keys that say where it is read from.
    fileprivate var fileKeys: String {
        switch self {
        case .clientSecret: "clientSecretFile"
        case .certificate: "certificateFile and certificateKeyFile"
        case .federatedToken: "federatedTokenFile, or the file that AZURE_FEDERATED_TOKEN_FILE names"
        case .managedIdentity: "what IDENTITY_ENDPOINT and IDENTITY_HEADER name"
        case .refreshToken: "refreshTokenFile and clientSecretFile"
        }
    }
}
