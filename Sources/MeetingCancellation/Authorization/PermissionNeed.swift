package import CommandContract

/// What a token must carry to cancel by a path, as far as it can be told from the path: one of `permissions`.
package struct PermissionNeed: Hashable, Sendable {
    package let permissions: [GraphPermission]
    package let isDelegated: Bool

    package static let ofApplication = PermissionNeed(permissions: [.calendars], isDelegated: false)

    /// Any of them is enough to let Graph decide: the API page names the first for every path; Graph's permissions reference
    /// adds the others for another's calendar and for a group's.
    ///
    /// - Parameter account: nil when nobody is named to act.
    package static func ofAccount(_ account: DelegatedAccount?, at target: MeetingTarget) -> PermissionNeed {
        switch target {
        case .group: PermissionNeed(permissions: [.calendars, .groups], isDelegated: true)
        case .user(let mailbox) where mailbox != account?.mailbox:
            PermissionNeed(permissions: [.calendars, .sharedCalendars], isDelegated: true)
        case .user, .me: PermissionNeed(permissions: [.calendars], isDelegated: true)
        }
    }

    package init(of address: MeetingAddress) {
        switch address.access {
        case .application: self = .ofApplication
        case .delegated(let account): self = .ofAccount(account, at: address.target)
        }
    }

    private init(permissions: [GraphPermission], isDelegated: Bool) {
        self.permissions = permissions
        self.isDelegated = isDelegated
    }

    /// The token shows its permissions, and none of these among them.
    package func isMissed(by grant: TokenGrant) -> Bool {
        grant.carries(anyOf: Set(permissions.map(\.name))) == .missing
    }

    /// `Calendars.ReadWrite (application, ef54d2bf-…)`
    var text: String {
        permissions.map { permission in
            let id = isDelegated ? permission.delegatedID : permission.applicationID
            return "\(permission.name) (\(isDelegated ? "delegated" : "application")\(id.map { ", \($0)" } ?? ""))"
        }.joined(separator: " or ")
    }
}
