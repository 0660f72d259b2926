import MicrosoftGraph

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A claims challenge as Graph writes it.
enum Base64Challenge {
    static func text(_ json: String) -> String { Data(json.utf8).base64EncodedString() }
}

extension ClaimsRequest {
    /// A challenge whose claims are `json`.
    static func challenge(_ json: String) -> ClaimsRequest? {
        ClaimsRequest(challenge: Secret(Base64Challenge.text(json)))
    }
}
