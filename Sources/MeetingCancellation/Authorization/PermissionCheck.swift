import CommandContract

/// How strictly a token's own words about its permissions are taken.
///
/// Access tokens are opaque to clients by Microsoft's rules, and grants made in Exchange (RBAC for Applications) never show
/// in them, so "unknown" is a normal answer and Graph's own 403 stays the authority.
package enum PermissionCheck: String, Sendable, CaseIterable {
    /// Unknown passes; Graph decides.
    case advisory
    /// Unknown is refused.
    case strict

    package static let permission = "Calendars.ReadWrite"

    /// - Returns: the refusal, or nil when the command may go on.
    package func judge(_ grant: TokenGrant) -> Refusal? {
        switch grant.carries(Self.permission) {
        case .granted: nil
        case .missing: Refusal(.permissionMissing, detail: Self.permission)
        case .unknown: self == .strict ? Refusal(.permissionUnknown, detail: "permissionCheck") : nil
        }
    }
}
