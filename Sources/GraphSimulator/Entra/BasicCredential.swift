import FoundationEssentials

/// Client id and secret in an `Authorization: Basic` header (RFC 6749 §2.3.1).
struct BasicCredential: Sendable {
    let clientID: String
    let secret: String

    init?(authorization: String?) {
        guard let authorization, authorization.lowercased().hasPrefix("basic "),
            let data = Data(base64Encoded: String(authorization.dropFirst("basic ".count)))
        else { return nil }
        let parts = String(decoding: data, as: UTF8.self)
            .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let clientID = PercentEncoding.decode(parts[0].utf8),
            let secret = PercentEncoding.decode(parts[1].utf8)
        else { return nil }
        self.clientID = clientID
        self.secret = secret
    }
}
