import FoundationEssentials

/// Who sends a Graph request, as its token says.
struct GraphCaller: Sendable, Hashable {
    let claims: TokenClaims

    /// - Throws: Graph's 401, with the message that tells the cases apart in the service too.
    init(
        authorization: String?,
        tokens: TokenRegistry,
        world: SimulatedWorld,
        cloud: SimulatedCloud,
        ownRoots: Set<String>,
        now: Date
    ) throws(GraphError) {
        guard let token = Self.bearerToken(authorization) else { throw .invalidToken("Access token is empty.") }
        guard let claims = tokens.claims(of: token) else {
            throw .invalidToken("CompactToken validation failed.")
        }
        guard claims.expiresAt > now else {
            throw .invalidToken("Lifetime validation failed, the token is expired.")
        }
        guard claims.audience == cloud.graphRoot || ownRoots.contains(claims.audience) else {
            throw .invalidToken("Access token validation failure. Invalid audience.")
        }
        guard world.tenants[claims.tenant]?.cloud == cloud else {
            throw .invalidToken("Access token validation failure. InvalidCloudInstance.")
        }
        self.claims = claims
    }

    /// The token of an `Authorization: Bearer` header (RFC 6750 §2.1).
    static func bearerToken(_ authorization: String?) -> Substring? {
        guard let authorization, authorization.prefix(7).lowercased() == "bearer " else { return nil }
        return authorization.dropFirst(7)
    }

    /// Whose calendar a request is about; each kind needs permissions of its own.
    enum Reach: Sendable {
        /// The user's own, or any mailbox of the tenant for an application.
        case own
        case group
        /// Another user's, which has to be shared.
        case shared
    }

    /// Whether the token grants what the operation needs.
    func mayPerform(_ operation: SimulatedOperation, on reach: Reach) -> Bool {
        Self.suffices(claims.scopes ?? claims.roles, for: operation, on: reach)
    }

    /// Whether one of the permissions is enough. Each is a whole word.
    static func suffices(_ permissions: [String], for operation: SimulatedOperation, on reach: Reach) -> Bool {
        let sufficient: Set<String> =
            switch (reach, operation) {
            case (.own, .cancel): ["Calendars.ReadWrite"]
            case (.own, _): ["Calendars.ReadWrite", "Calendars.Read", "Calendars.ReadBasic", "Calendars.ReadBasic.All"]
            case (.group, .cancel): ["Calendars.ReadWrite", "Group.ReadWrite.All"]
            case (.group, _): ["Calendars.ReadWrite", "Calendars.Read", "Group.ReadWrite.All", "Group.Read.All"]
            case (.shared, .cancel): ["Calendars.ReadWrite.Shared"]
            case (.shared, _): ["Calendars.ReadWrite.Shared", "Calendars.Read.Shared"]
            }
        return permissions.contains(where: sufficient.contains)
    }
}
