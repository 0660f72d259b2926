#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The device authorization endpoint's answer (RFC 8628 §3.2).
struct DeviceCodeAnswer {
    let deviceCode: Secret
    let prompt: DeviceCodePrompt
    /// To keep between two polls.
    let interval: Duration

    /// Real ones have 1 KB.
    static let limit = 64 * 1024
    private static let longestCode = 16 * 1024
    private static let longestURI = 2048
    /// Entra gives 15 minutes; more than this is no one's to wait for.
    private static let longestLifetime = 3600
    /// Where the answer names none (RFC 8628 §3.2).
    private static let usualInterval = 5
    private static let longestInterval = 300

    static func read(_ answer: TransportAnswer) throws(TokenError) -> DeviceCodeAnswer {
        guard answer.status == 200 else { throw TokenAnswer.refusal(answer) }
        guard case .complete(let bytes) = answer.body,
            let issued = try? JSONDecoder().decode(Issued.self, from: Data(bytes)),
            (1...longestCode).contains(issued.deviceCode.utf8.count),
            issued.deviceCode.utf8.allSatisfy(ASCII.isVisible),
            isUserCode(issued.userCode), isAddress(issued.verificationURI), issued.expiresIn.value > 0
        else {
            throw TokenError(kind: .unreadableAnswer, verdict: .retriable, status: answer.status)
        }
        let interval = issued.interval?.value ?? usualInterval
        return DeviceCodeAnswer(
            deviceCode: Secret(issued.deviceCode),
            prompt: DeviceCodePrompt(
                userCode: issued.userCode, verificationURI: issued.verificationURI,
                lifetime: .seconds(min(issued.expiresIn.value, longestLifetime))
            ),
            interval: .seconds(min(max(interval, 1), longestInterval))
        )
    }

    /// Both are printed for a person, so neither may hold anything a terminal acts on.
    private static func isUserCode(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { ASCII.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isAddress(_ text: String) -> Bool {
        guard text.utf8.count <= longestURI, let (origin, _) = WebOrigin.split(text) else { return false }
        return origin.scheme == .https || origin.isLoopback
    }

    private struct Issued: Decodable {
        let deviceCode: String
        let userCode: String
        let verificationURI: String
        let expiresIn: TokenAnswer.FlexibleInteger
        let interval: TokenAnswer.FlexibleInteger?

        enum CodingKeys: String, CodingKey {
            case deviceCode = "device_code"
            case userCode = "user_code"
            case verificationURI = "verification_uri"
            case expiresIn = "expires_in"
            case interval
        }
    }
}
