@testable import GraphSimulator

/// The middle part of a JSON Web Token.
enum SignedTokenPayload {
    static func read(_ token: String) -> JSONValue? {
        let parts = token.split(separator: ".")
        return parts.count == 3 ? Base64.fromURL(parts[1]).flatMap(JSONValue.init(parsing:)) : nil
    }
}
