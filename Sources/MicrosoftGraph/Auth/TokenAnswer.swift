#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The token endpoint's answer: a token (RFC 6749 §5.1) or the reason why there is none (§5.2).
struct TokenAnswer {
    let accessToken: Secret
    let lifetime: Duration
    let scope: String?
    /// Takes the place of the one that was used (Entra "Refresh tokens"); absent for app-only tokens.
    let refreshToken: Secret?

    /// Far above real Graph tokens; keeps a header of an absurd size from being built.
    private static let longestToken = 64 * 1024
    /// Entra's longest lifetime is 28 hours; more is treated as this, so that an odd answer cannot live for ever.
    private static let longestLifetime = 2 * 24 * 3600

    static func read(_ answer: TransportAnswer) throws(TokenError) -> TokenAnswer {
        guard answer.status == 200 else { throw refusal(answer) }
        guard case .complete(let bytes) = answer.body,
            let token = try? JSONDecoder().decode(Granted.self, from: Data(bytes)),
            token.tokenType.lowercased() == "bearer",
            (1...self.longestToken).contains(token.accessToken.utf8.count),
            token.accessToken.utf8.allSatisfy(ASCII.isVisible),
            token.expiresIn.value > 0
        else {
            throw TokenError(kind: .unreadableAnswer, verdict: .retriable, status: answer.status)
        }
        return TokenAnswer(
            accessToken: Secret(token.accessToken),
            lifetime: .seconds(min(token.expiresIn.value, longestLifetime)),
            scope: token.scope,
            refreshToken: token.refreshToken.flatMap { (1...longestToken).contains($0.utf8.count) ? Secret($0) : nil }
        )
    }

    static func refusal(_ answer: TransportAnswer) -> TokenError {
        var refused: Refused?
        if case .complete(let bytes) = answer.body {
            refused = try? JSONDecoder().decode(Refused.self, from: Data(bytes))
        }
        let oauthError = refused?.error.flatMap { OAuthRefusal.isErrorName($0) ? $0 : nil }
        let aadsts = (refused?.errorCodes ?? []).map(\.value)
        let kind = OAuthRefusal.kind(status: answer.status, oauthError: oauthError)
        return TokenError(
            kind: kind,
            verdict: OAuthRefusal.verdict(kind: kind, oauthError: oauthError, aadsts: aadsts),
            status: answer.status,
            oauthError: oauthError,
            aadsts: aadsts,
            retryAfter: answer.retryAfter
        )
    }

    private struct Granted: Decodable {
        let accessToken: String
        let tokenType: String
        let expiresIn: FlexibleInteger
        let scope: String?
        let refreshToken: String?

        enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case tokenType = "token_type"
            case expiresIn = "expires_in"
            case scope
            case refreshToken = "refresh_token"
        }
    }

    private struct Refused: Decodable {
        let error: String?
        let errorCodes: [FlexibleInteger]?

        enum CodingKeys: String, CodingKey {
            case error
            case errorCodes = "error_codes"
        }
    }

    /// A number that some endpoints write as a string (managed identity does, MSAL reads both).
    struct FlexibleInteger: Decodable {
        let value: Int

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                self.value = number
                return
            }
            let text = try container.decode(String.self)
            guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy(ASCII.isDigit), let number = Int(text) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a whole number")
            }
            self.value = number
        }
    }
}
