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

    /// What every path asks for, and all an application needs.
    package static let permission = GraphPermission.calendars.name

    /// - Returns: the refusal, or nil when the command may go on.
    package func judge(_ grant: TokenGrant, for address: MeetingAddress) -> Refusal? {
        if case .delegated(let account) = address.access, let refusal = Self.objection(to: grant, of: account) {
            return refusal
        }
        return judge(grant, anyOf: PermissionNeed(of: address).permissions.map(\.name))
    }

    /// The same of an application's token before any command has come.
    package func judge(_ grant: TokenGrant) -> Refusal? { judge(grant, anyOf: [Self.permission]) }

    /// The same of an account's token, as for `/me`.
    package func judge(_ grant: TokenGrant, of account: DelegatedAccount) -> Refusal? {
        Self.objection(to: grant, of: account) ?? judge(grant, anyOf: [Self.permission])
    }

    private static func objection(to grant: TokenGrant, of account: DelegatedAccount) -> Refusal? {
        if grant.isOfApplication { return Refusal(.needsDelegated, detail: "the token is an application's") }
        // /me would act in the mailbox of whoever signed in, and the policy was asked about the configured one.
        return grant.isOfAnother(than: account.mailbox)
            ? Refusal(.accountMailboxMismatch, detail: "mailbox under accounts") : nil
    }

    private func judge(_ grant: TokenGrant, anyOf permissions: [String]) -> Refusal? {
        switch grant.carries(anyOf: Set(permissions)) {
        case .granted: nil
        case .missing: Refusal(.permissionMissing, detail: permissions.joined(separator: " or "))
        case .unknown: self == .strict ? Refusal(.permissionUnknown, detail: "permissionCheck") : nil
        }
    }
}
