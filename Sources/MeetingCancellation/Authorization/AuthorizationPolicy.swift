package import CommandContract

/// Decides from configuration alone whether a command's source may cancel where it points (promise P7).
///
/// The source is judged first, and what it may reach before anything else about the tenant, so that a sender learns nothing
/// about tenants that are not its own.
package struct AuthorizationPolicy: Sendable {
    private let sources: [String: SourcePolicy]
    private let tenants: [String: TenantProfile]
    private let accounts: [String: DelegatedAccount]
    private let servedClouds: Set<String>
    private let commentCharacters: Int

    /// - Parameter commentCharacters: longest comment passed on, in Unicode scalars (`limits.commentCharacters`).
    package init(
        sources: [SourcePolicy], tenants: [TenantProfile], accounts: [DelegatedAccount] = [], servedClouds: Set<String>,
        commentCharacters: Int
    ) {
        self.sources = Dictionary(sources.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
        self.tenants = Dictionary(
            tenants.flatMap { tenant in ([tenant.id] + tenant.domains).map { ($0, tenant) } },
            uniquingKeysWith: { first, _ in first }
        )
        self.accounts = Dictionary(accounts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.servedClouds = servedClouds
        self.commentCharacters = commentCharacters
    }

    package func authorize(_ command: CancelCommand) throws(Refusal) -> AuthorizedCommand {
        guard let source = sources[command.envelope.identity.source] else { throw Refusal(.sourceUnknown) }
        guard let tenant = tenants[command.tenant] else { throw Refusal(.tenantUnknown, detail: "data.tenant") }
        let mailbox = mailbox(of: command, in: tenant)
        guard source.allows(tenantID: tenant.id, mailbox: mailbox) else { throw Refusal(.sourceNotAllowed) }
        if let cloud = command.cloud, cloud != tenant.cloud { throw Refusal(.cloudMismatch, detail: "data.cloud") }
        guard servedClouds.contains(tenant.cloud) else { throw Refusal(.cloudNotServed, detail: tenant.cloud) }
        let access = try access(of: command, in: tenant)
        guard let mailbox else { throw Self.unknownAccount("data.target.me") }
        if let comment = command.comment, comment.unicodeScalars.count > commentCharacters {
            throw Refusal(.commentTooLong, detail: "data.comment")
        }
        let address = MeetingAddress(
            cloud: tenant.cloud, tenantID: tenant.id, target: command.target, mailbox: mailbox, access: access,
            calendar: command.calendar, eventID: command.eventID
        )
        return AuthorizedCommand(command: command, address: address, permissionCheck: tenant.permissionCheck)
    }

    /// The key under which a command's outcome is published; nil when its tenant or account is not configured.
    package func routingKey(of command: CancelCommand) -> RoutingKey? {
        guard let tenant = tenants[command.tenant], let mailbox = mailbox(of: command, in: tenant) else { return nil }
        return RoutingKey(tenantID: tenant.id, mailbox: mailbox)
    }

    private func mailbox(of command: CancelCommand, in tenant: TenantProfile) -> String? {
        if case .me(let name) = command.target { return account(name, in: tenant)?.mailbox }
        return command.target.mailbox
    }

    /// By whose right the command's path is reached, or why it is not offered to the command (docs/paths.md).
    private func access(of command: CancelCommand, in tenant: TenantProfile) throws(Refusal) -> MailboxAccess {
        switch command.target {
        case .me(let name):
            guard let account = account(name, in: tenant) else { throw Self.unknownAccount("data.target.me") }
            return .delegated(account)
        case _ where tenant.isPersonal: throw Refusal(.pathNotAllowed, detail: "data.target")
        case .group where !command.calendar.isOfferedToGroups: throw Refusal(.pathNotAllowed, detail: "data.calendar")
        case .group where command.delegate == nil: throw Refusal(.needsDelegated, detail: "data.as, left out")
        case .group, .user:
            guard let name = command.delegate else { return .application }
            guard let account = account(name, in: tenant) else { throw Self.unknownAccount("data.as") }
            return .delegated(account)
        }
    }

    /// Another tenant's account is as good as none.
    private func account(_ name: String, in tenant: TenantProfile) -> DelegatedAccount? {
        accounts[name].flatMap { $0.tenantID == tenant.id ? $0 : nil }
    }

    private static func unknownAccount(_ field: String) -> Refusal {
        Refusal(.needsDelegated, detail: "\(field), no account of this tenant")
    }
}

extension CalendarSelector {
    /// A group has one calendar: the API page lists no other form for it.
    fileprivate var isOfferedToGroups: Bool { self == .none || self == .defaultCalendar }
}
