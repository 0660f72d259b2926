#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The token endpoint's answer: a token (RFC 6749 §5.1) or the reason why there is none (§5.2).
struct TokenAnswer {
    let accessToken: Secret
    let lifetime: Duration
    /// When to ask for the next token, of a long-lived one; never beyond the lifetime.
    let refreshIn: Duration?
    let scope: String?
    /// Takes the place of the one that was used (Entra "Refresh tokens"); absent for app-only tokens.
    let refreshToken: Secret?

    /// Far above real Graph tokens; keeps a header of an absurd size from being built.
    private static let longestToken = 64 * 1024
    /// Entra's longest lifetime is 28 hours; more is treated as this, so that an odd answer cannot live for ever.
    private static let longestLifetime = 2 * 24 * 3600

    static func read(_ answer: TransportAnswer) throws(TokenError) -> TokenAnswer {
        guard answer.status == 200 else { throw refusal(answer) }
        func unreadable(_ detail: String) -> TokenError {
            TokenError(kind: .unreadableAnswer, verdict: .retriable, status: answer.status, detail: detail)
        }
        guard case .complete(let bytes) = answer.body else { throw unreadable("the answer is cut off or too large") }
        guard let token = try? JSONDecoder().decode(Granted.self, from: Data(bytes)) else {
            throw unreadable(notJSON(answer))
        }
        guard token.tokenType?.lowercased() == "bearer" else { throw unreadable("token_type is not Bearer") }
        guard let value = token.accessToken, (1...longestToken).contains(value.utf8.count),
            value.utf8.allSatisfy(ASCII.isVisible)
        else { throw unreadable("access_token is missing, too long or holds characters no header may have") }
        guard let expiresIn = token.expiresIn, expiresIn > 0 else {
            throw unreadable("expires_in is not a positive number of seconds")
        }
        let seconds = min(expiresIn, longestLifetime)
        return TokenAnswer(
            accessToken: Secret(value),
            lifetime: .seconds(seconds),
            refreshIn: token.refreshIn.flatMap { $0 > 0 ? .seconds(min($0, seconds)) : nil },
            scope: token.scope,
            refreshToken: token.refreshToken.flatMap { (1...longestToken).contains($0.utf8.count) ? Secret($0) : nil }
        )
    }

    /// What answers in HTML is no token endpoint, and the administrator of the network has to hear so.
    private static func notJSON(_ answer: TransportAnswer) -> String {
        let type = answer.values(of: "content-type").first?.lowercased() ?? ""
        return type.hasPrefix("text/html")
            ? "an HTML page: a proxy or a sign-in page has answered in the token endpoint's place" : "not a JSON object"
    }

    static func refusal(_ answer: TransportAnswer) -> TokenError {
        var refused: Refused?
        if case .complete(let bytes) = answer.body {
            refused = try? JSONDecoder().decode(Refused.self, from: Data(bytes))
        }
        let oauthError = refused?.error.flatMap { OAuthRefusal.isErrorName($0) ? $0 : nil }
        let aadsts = (refused?.errorCodes ?? []).map(\.value)
        let retryAfter = answer.retryAfter
        let kind = OAuthRefusal.kind(status: answer.status, oauthError: oauthError)
        return TokenError(
            kind: kind,
            verdict: OAuthRefusal.verdict(kind: kind, oauthError: oauthError, aadsts: aadsts),
            status: answer.status,
            oauthError: oauthError,
            aadsts: aadsts,
            retryAfter: retryAfter.delay,
            retryAfterFaults: retryAfter.faults
        )
    }

    /// A member of an unexpected type counts as absent, so that the one which matters can be named.
    private struct Granted: Decodable {
        let accessToken: String?
        let tokenType: String?
        let expiresIn: Int?
        let refreshIn: Int?
        let scope: String?
        let refreshToken: String?

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            func text(_ key: CodingKeys) -> String? { try? members.decode(String.self, forKey: key) }
            func number(_ key: CodingKeys) -> Int? { try? members.decode(FlexibleInteger.self, forKey: key).value }
            accessToken = text(.accessToken)
            tokenType = text(.tokenType)
            expiresIn = number(.expiresIn)
            refreshIn = number(.refreshIn)
            scope = text(.scope)
            refreshToken = text(.refreshToken)
        }

        enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case tokenType = "token_type"
            case expiresIn = "expires_in"
            case refreshIn = "refresh_in"
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
