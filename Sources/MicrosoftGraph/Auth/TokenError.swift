/// Why no access token was obtained.
///
/// Holds codes and numbers only. Entra's `error_description` is left out: it names users, tenants and ids.
package struct TokenError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Whether the same request can succeed later without anybody changing anything.
    package enum Verdict: String, Hashable, Sendable {
        case retriable
        case permanent
    }

    /// What happened; the raw value is the stable code.
    package enum Kind: String, Hashable, Sendable {
        /// The credential's secret could not be read; it may be in the middle of being replaced.
        case secretUnreadable
        /// The credential was read and is of no use: see `fault`.
        case credentialUnusable
        /// Entra refused: see `oauthError` and `aadsts`.
        case refused
        /// The tenant lives in another cloud, whose name is the `detail`, or in none of this authority's.
        case tenantElsewhere
        case throttled
        case serverError
        /// An answer that is neither a token nor an OAuth error.
        case unreadableAnswer
        case redirected
        case timeout
        case connectFailed
        case connectionLost
        /// The waiting task was cancelled; a refresh under way goes on for the others.
        case abandoned
    }

    package let kind: Kind
    package let verdict: Verdict
    /// HTTP status, when there was an answer.
    package let status: Int?
    /// The `error` of RFC 6749 §5.2.
    package let oauthError: String?
    /// The AADSTS numbers of `error_codes`: diagnostic, and may change at any time (Entra "Error codes").
    package let aadsts: [Int]
    /// How long the answer asks to wait; at most a day.
    package let retryAfter: Duration?
    /// What is wrong with what it asks.
    package let retryAfterFaults: Set<RetryAfterFault>
    /// A bounded text that narrows `kind` down.
    package let detail: String?

    package init(
        kind: Kind,
        verdict: Verdict,
        status: Int? = nil,
        oauthError: String? = nil,
        aadsts: [Int] = [],
        retryAfter: Duration? = nil,
        retryAfterFaults: Set<RetryAfterFault> = [],
        detail: String? = nil
    ) {
        self.kind = kind
        self.verdict = verdict
        self.status = status
        self.oauthError = oauthError
        self.aadsts = aadsts
        self.retryAfter = retryAfter
        self.retryAfterFaults = retryAfterFaults
        self.detail = detail
    }

    /// Stable camelCase code.
    package var code: String { kind.rawValue }

    package var description: String {
        var parts = [code, verdict.rawValue]
        if let status { parts.append("status \(status)") }
        if let oauthError { parts.append(oauthError) }
        parts += aadsts.map { "AADSTS\($0)" }
        if let detail { parts.append(detail) }
        return "TokenError(\(parts.joined(separator: ", ")))"
    }
}

extension TokenError {
    /// The credential itself was refused (RFC 6749 §5.2), not what was asked for with it.
    var isOfCredential: Bool { oauthError == "invalid_client" || oauthError == "invalid_grant" }

    func told(_ verdict: Verdict, retryAfter: Duration?) -> TokenError {
        TokenError(
            kind: kind, verdict: verdict, status: status, oauthError: oauthError, aadsts: aadsts,
            retryAfter: retryAfter, retryAfterFaults: retryAfterFaults, detail: detail
        )
    }

    /// The underlying error may quote the file; its type is enough to find the cause.
    init(secretUnreadable error: any Error) {
        self.init(kind: .secretUnreadable, verdict: .retriable, detail: "\(type(of: error))")
    }
}
