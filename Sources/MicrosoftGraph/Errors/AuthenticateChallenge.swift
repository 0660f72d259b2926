/// One challenge of a `WWW-Authenticate` header (RFC 9110 §11.6.1): a scheme and its parameters, in any order.
struct AuthenticateChallenge {
    /// In lower case.
    let scheme: String
    /// Names in lower case; the first of each name.
    private(set) var parameters: [String: String] = [:]

    /// The claims challenge (Entra "Claims challenges"): a `Bearer` challenge with `error="insufficient_claims"`.
    ///
    /// The base64 text of the first that carries one, among several headers and several challenges of a header.
    static func claims(in headers: [String]) -> Secret? {
        for challenge in headers.lazy.flatMap(Self.challenges) where challenge.scheme == "bearer" {
            guard challenge.parameters["error"] == "insufficient_claims", let claims = challenge.parameters["claims"],
                (1...ClaimsRequest.longestChallenge).contains(claims.utf8.count),
                claims.utf8.allSatisfy(ASCII.isVisible)
            else { continue }
            return Secret(claims)
        }
        return nil
    }

    /// A name with `=` behind it is a parameter of the challenge before it, one without begins the next challenge.
    private static func challenges(_ header: String) -> [AuthenticateChallenge] {
        var challenges: [AuthenticateChallenge] = []
        var rest = Array(header.utf8)[...]
        while !rest.isEmpty {
            let name = takeName(from: &rest)
            rest = rest.drop(while: isBlank)
            if rest.first == UInt8(ascii: "=") {
                rest = rest.dropFirst().drop(while: isBlank)
                let value = takeValue(from: &rest)
                guard let last = challenges.indices.last, challenges[last].parameters[name] == nil else { continue }
                challenges[last].parameters[name] = value
            } else if !name.isEmpty {
                challenges.append(AuthenticateChallenge(scheme: name))
            } else {
                // Neither a name nor a value: stepped over, so that no header holds the reader up.
                rest = rest.dropFirst()
            }
        }
        return challenges
    }

    private static func takeName(from rest: inout ArraySlice<UInt8>) -> String {
        rest = rest.drop { isBlank($0) || $0 == UInt8(ascii: ",") }
        let name = rest.prefix { !isBlank($0) && !#",=""#.utf8.contains($0) }
        rest = rest.dropFirst(name.count)
        return String(decoding: name, as: UTF8.self).lowercased()
    }

    private static func takeValue(from rest: inout ArraySlice<UInt8>) -> String {
        guard rest.first == UInt8(ascii: "\"") else {
            let value = rest.prefix { $0 != UInt8(ascii: ",") && !isBlank($0) }
            rest = rest.dropFirst(value.count)
            return String(decoding: value, as: UTF8.self)
        }
        rest = rest.dropFirst()
        var value: [UInt8] = []
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            value.append(byte == UInt8(ascii: "\\") ? rest.popFirst() ?? byte : byte)
        }
        return String(decoding: value, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
