#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What an access token seems to say about itself: good for failing early, never for granting anything.
///
/// Graph's tokens are opaque to clients: the format may change or be encrypted, and a claim may be missing (Entra
/// "Access tokens"). Nothing here is verified. Graph's own answer stays the authority, and a token that cannot be read
/// is "unknown", not "denied".
package struct TokenClaims: Hashable, Sendable {
    /// Application permissions. In a user's token (`scp` present) these are app roles of the user, not permissions.
    package let roles: Set<String>
    /// Delegated permissions, split at the spaces.
    package let scp: Set<String>
    /// Object id of the user or service principal.
    package let oid: String?
    /// User principal name (v1 tokens). It may change: good for telling a foreign sign-in, never for granting anything.
    package let upn: String?
    /// Tenant GUID.
    package let tid: String?
    /// Client application id (`appid` of v1 tokens, `azp` of v2 tokens).
    package let appid: String?
    /// The token is not a JWT that could be read; every other property is empty then.
    package let isOpaque: Bool

    /// Longest payload looked at, in base64url characters; Entra's group overage keeps real ones far below.
    private static let longestPayload = 64 * 1024

    /// Reads the payload of a JWT (RFC 7519 §3) without checking its signature.
    package init(reading token: String) {
        let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].count <= Self.longestPayload,
            let payload = Base64Text.decoded(parts[1]),
            let claims = try? JSONDecoder().decode(Payload.self, from: payload)
        else {
            self.init(payload: nil)
            return
        }
        self.init(payload: claims)
    }

    private init(payload: Payload?) {
        self.roles = Set(payload?.roles ?? [])
        self.scp = Set((payload?.scp ?? "").split(separator: " ").map(String.init))
        self.oid = payload?.oid
        self.upn = payload?.upn
        self.tid = payload?.tid
        self.appid = payload?.appid ?? payload?.azp
        isOpaque = payload == nil
    }

    /// A claim of an unexpected type counts as absent: one odd claim must not make the others unreadable.
    private struct Payload: Decodable {
        let roles: [String]?
        let scp: String?
        let oid: String?
        let upn: String?
        let tid: String?
        let appid: String?
        let azp: String?

        init(from decoder: any Decoder) throws {
            let claims = try decoder.container(keyedBy: CodingKeys.self)
            func text(_ key: CodingKeys) -> String? { try? claims.decode(String.self, forKey: key) }
            self.roles = try? claims.decode([String].self, forKey: .roles)
            self.scp = text(.scp)
            self.oid = text(.oid)
            self.upn = text(.upn)
            self.tid = text(.tid)
            self.appid = text(.appid)
            self.azp = text(.azp)
        }

        enum CodingKeys: CodingKey {
            case roles, scp, oid, upn, tid, appid, azp
        }
    }
}

/// Whose token it is does not show.
extension TokenClaims: CustomStringConvertible, CustomReflectable {
    package var description: String { "TokenClaims(roles: \(roles.sorted()), scp: \(scp.sorted()))" }
    package var customMirror: Mirror { Mirror(self, children: ["roles": roles.sorted(), "scp": scp.sorted()]) }
}
