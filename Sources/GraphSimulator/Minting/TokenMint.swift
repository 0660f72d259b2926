import CryptoExtras

/// Signs JSON Web Tokens: the clients' and foreign issuers' part, which a laboratory has to play too.
struct TokenMint: Sendable {
    let key: _RSA.Signing.PrivateKey

    /// - Throws: what swift-crypto throws when the key cannot sign.
    func token(
        _ payload: [String: JSONValue], header: [String: JSONValue], algorithm: AssertionAlgorithm
    ) throws -> String {
        var header = header
        header["alg"] = .string(algorithm.rawValue)
        let signed = [JSONValue.object(header), .object(payload)].map { Base64.url($0.serialized) }
            .joined(separator: ".")
        return "\(signed).\(Base64.url(try algorithm.signature(of: Array(signed.utf8), by: key)))"
    }
}
