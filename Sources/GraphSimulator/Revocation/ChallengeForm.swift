/// How a claims challenge is written. RFC 9110 §11.6.1 allows several challenges and any order of their parameters;
/// a client has to find its own among them.
package enum ChallengeForm: String, Sendable, CaseIterable {
    /// One header, as Microsoft's pages show it.
    case single
    /// One header with the claims first.
    case reordered
    /// Three headers; the one with the claims is the last.
    case several
    /// One header with two challenges in it, of two schemes.
    case combined

    /// The values of `WWW-Authenticate`, in order.
    func headers(authority: String, claims: String) -> [String] {
        let place = "authorization_uri=\"\(authority)\""
        let demand = "error=\"insufficient_claims\""
        let whole = "Bearer realm=\"\", \(place), \(demand), claims=\"\(claims)\""
        return switch self {
        case .single: [whole]
        case .reordered: ["Bearer claims=\"\(claims)\", \(demand), \(place), realm=\"\""]
        case .several: ["PoP realm=\"\", nonce=\"a, b\"", "Bearer realm=\"\", \(place)", whole]
        case .combined: ["PoP realm=\"\", nonce=\"a, b\", \(whole)"]
        }
    }
}
