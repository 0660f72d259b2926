#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What an identity endpoint gives: a token, or a status that says why there is none (Azure "How to use managed identities to
/// acquire an access token").
struct ManagedIdentityAnswer {
    let accessToken: Secret
    let lifetime: Duration
    /// How long until it is worth asking for the next one; nil for when it has expired.
    let refreshIn: Duration?

    /// Real ones have 2 to 4 KB.
    static let limit = 256 * 1024
    private static let longestToken = 64 * 1024
    /// The longest known is a day; more is treated as two, so that an odd answer cannot live for ever.
    private static let longestLifetime = 2 * 24 * 3600
    /// From this lifetime on the token is renewed at half of it, where the answer does not say when (as MSAL does).
    private static let longLifetime = 2 * 3600
    /// "Up to 70 seconds": how long the service is away for while it is updated.
    private static let updateTime: Duration = .seconds(70)

    static func read(_ answer: TransportAnswer) throws(TokenError) -> ManagedIdentityAnswer {
        guard answer.status == 200 else { throw refusal(answer) }
        guard case .complete(let bytes) = answer.body,
            let token = try? JSONDecoder().decode(Granted.self, from: Data(bytes)),
            token.tokenType.lowercased() == "bearer",
            (1...longestToken).contains(token.accessToken.utf8.count),
            token.accessToken.utf8.allSatisfy(ASCII.isVisible),
            let left = token.secondsLeft(at: Int(answer.receivedAt.timeIntervalSince1970)), left > 0
        else {
            throw TokenError(kind: .unreadableAnswer, verdict: .retriable, status: answer.status)
        }
        let lifetime = min(left, longestLifetime)
        let refreshIn = token.refreshIn ?? (lifetime >= longLifetime ? lifetime / 2 : 0)
        return ManagedIdentityAnswer(
            accessToken: Secret(token.accessToken),
            lifetime: .seconds(lifetime),
            refreshIn: (1..<lifetime).contains(refreshIn) ? .seconds(refreshIn) : nil
        )
    }

    /// Azure names the statuses worth another try: 404 and 410 while the service starts or is updated, 429, and 5xx.
    private static func refusal(_ answer: TransportAnswer) -> TokenError {
        switch answer.status {
        case 429: failure(.throttled, answer)
        case 410: failure(.serverError, answer, otherwise: updateTime)
        case 404, 500...: failure(.serverError, answer)
        case 300..<400: TokenError(kind: .redirected, verdict: .permanent, status: answer.status)
        default:
            TokenError(
                kind: .credentialUnusable, verdict: .permanent, status: answer.status,
                detail: CredentialFault.managedIdentityRefused.code
            )
        }
    }

    /// - Parameter wait: Where the answer does not ask for one.
    private static func failure(
        _ kind: TokenError.Kind, _ answer: TransportAnswer, otherwise wait: Duration? = nil
    ) -> TokenError {
        let retryAfter = answer.retryAfter
        return TokenError(
            kind: kind, verdict: .retriable, status: answer.status, retryAfter: retryAfter.delay ?? wait,
            retryAfterFaults: retryAfter.faults
        )
    }

    private struct Granted: Decodable {
        let accessToken: String
        let tokenType: String
        let expiresIn: Int?
        /// Seconds since 1970; all that App Service gives.
        let expiresOn: Int?
        let refreshIn: Int?

        /// A number that cannot be read counts as absent: older services write a date into `expires_on`.
        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            func number(_ key: CodingKeys) -> Int? {
                (try? fields.decode(TokenAnswer.FlexibleInteger.self, forKey: key))?.value
            }
            accessToken = try fields.decode(String.self, forKey: .accessToken)
            tokenType = try fields.decode(String.self, forKey: .tokenType)
            expiresIn = number(.expiresIn)
            expiresOn = number(.expiresOn)
            refreshIn = number(.refreshIn)
        }

        func secondsLeft(at now: Int) -> Int? {
            // Nothing below zero is subtracted from, so that no number can overflow.
            expiresIn ?? expiresOn.flatMap { $0 > 0 ? $0 - now : nil }
        }

        enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case tokenType = "token_type"
            case expiresIn = "expires_in"
            case expiresOn = "expires_on"
            case refreshIn = "refresh_in"
        }
    }
}
