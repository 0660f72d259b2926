/// The claims challenge of a 401 (Entra "Claims challenges"): a `Bearer` challenge with `error="insufficient_claims"`.
enum AuthenticateChallenge {
    private static let longestClaims = 8 * 1024

    /// The base64 text of the first header that carries one. Several challenges and any order of fields are allowed.
    static func claims(in headers: [String]) -> Secret? {
        for header in headers {
            let fields = fields(header)
            guard fields["error"] == "insufficient_claims", let claims = fields["claims"],
                (1...self.longestClaims).contains(claims.utf8.count), claims.utf8.allSatisfy(ASCII.isVisible)
            else { continue }
            return Secret(claims)
        }
        return nil
    }

    /// The `name="value"` pairs of one header (RFC 9110 §11.6.1), names in lower case, the first of each name.
    private static func fields(_ header: String) -> [String: String] {
        guard header.lowercased().hasPrefix("bearer ") else { return [:] }
        var fields: [String: String] = [:]
        var rest = header.dropFirst("bearer ".count)
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].trimmingPrefix { ", ".contains($0) }.lowercased()
            rest = rest[rest.index(after: equals)...]
            let value = takeValue(from: &rest)
            if fields[name] == nil { fields[name] = value }
        }
        return fields
    }

    private static func takeValue(from rest: inout Substring) -> String {
        guard rest.first == "\"" else {
            let end = rest.firstIndex(of: ",") ?? rest.endIndex
            defer { rest = rest[end...] }
            return String(rest[..<end])
        }
        rest.removeFirst()
        var value = ""
        while let character = rest.popFirst(), character != "\"" {
            if character == "\\", let escaped = rest.popFirst() {
                value.append(escaped)
            } else {
                value.append(character)
            }
        }
        return value
    }
}
