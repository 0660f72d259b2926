#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The `claims` parameter of a token request (OpenID Connect Core 1.0 §5.5): what the token must satisfy beyond its scope.
///
/// It says nothing secret, but it is somebody else's text: sent to Entra, and shown nowhere.
package struct ClaimsRequest: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let members: [String: ClaimsValue]

    /// Longest challenge read, in bytes of base64. Real ones have some hundred.
    static let longestChallenge = 8 * 1024

    /// Tells Entra that this client understands claims challenges (Entra "Claims challenges", client capabilities). Without it
    /// Graph sends none, and a token lives for an hour instead of a day.
    package static let clientCapabilities = ClaimsRequest(
        members: ["access_token": .object(["xms_cc": .object(["values": .array([.text("cp1")])])])]
    )

    /// A claims challenge of Graph's: a JSON object in base64, of either alphabet.
    /// - Returns: nil when it is none. A token obtained without it would be challenged again.
    package init?(challenge: Secret) {
        let text = challenge.reveal().utf8
        guard (1...Self.longestChallenge).contains(text.count), let bytes = Base64Text.decoded(text),
            let members = try? JSONDecoder().decode([String: ClaimsValue].self, from: bytes)
        else { return nil }
        self.members = members
    }

    private init(members: [String: ClaimsValue]) { self.members = members }

    /// A JSON object. The same claims give the same text, whatever their order was.
    package var json: String { ClaimsValue.object(members).json }

    /// Asks for both, each name once.
    package func merging(_ other: ClaimsRequest) -> ClaimsRequest {
        ClaimsRequest(members: members.merging(other.members) { $0.merging($1) })
    }

    package var description: String { "ClaimsRequest(\(members.count) names)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
