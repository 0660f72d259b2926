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
    private let signatures: RecordSignatures

    /// - Parameters:
    ///   - commentCharacters: longest comment passed on, in Unicode scalars (`limits.commentCharacters`).
    ///   - signatures: by default nobody signs.
    package init(
        sources: [SourcePolicy], tenants: [TenantProfile], accounts: [DelegatedAccount] = [], servedClouds: Set<String>,
        commentCharacters: Int, signatures: RecordSignatures = RecordSignatures()
    ) {
        self.sources = Dictionary(sources.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
        self.tenants = Dictionary(
            tenants.flatMap { tenant in ([tenant.id] + tenant.domains).map { ($0, tenant) } },
            uniquingKeysWith: { first, _ in first }
        )
        self.accounts = Dictionary(accounts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.servedClouds = servedClouds
        self.commentCharacters = commentCharacters
        self.signatures = signatures
    }

    package func knows(_ source: String) -> Bool { sources[source] != nil }

    /// The count by which the sources' caps are held; one for a worker.
    package var rates: CommandRates { CommandRates(sources.mapValues(\.caps)) }

    /// Whether a record may come from another than the source it names. Asked before anything else about it: whoever has not
    /// proven to be the source gets no answer in its name.
    /// - Parameter recorded: when it was recorded, by the broker.
    /// - Returns: the refusal, or nil when the source is proven or need not be.
    package func doubt(
        about source: String, headers: [RecordHeader], value: [UInt8], recorded: Timestamp?
    ) -> Refusal? {
        guard let policy = sources[source] else { return nil }
        switch signatures.finding(of: source, headers: headers, value: value, recorded: recorded) {
        case .holds: return nil
        case .absent: return policy.mustSign ? Refusal(.signatureInvalid, detail: "no signature") : nil
        case .broken(let part): return Refusal(.signatureInvalid, detail: part)
        }
    }

    package func authorize(_ command: CancelCommand) throws(Refusal) -> AuthorizedCommand {
        let (source, tenant, mailbox) = try reach(
            command.tenant, command.target, from: command.envelope.identity.source)
        if let cloud = command.cloud, cloud != tenant.cloud { throw Refusal(.cloudMismatch, detail: "data.cloud") }
        guard servedClouds.contains(tenant.cloud) else { throw Refusal(.cloudNotServed, detail: tenant.cloud) }
        let access = try access(of: command, in: tenant)
        guard let mailbox else { throw Self.needsAccount("data.target.me, no account of this tenant", command, tenant) }
        if let objection = source.objection(to: command) { throw objection }
        if let comment = command.comment, comment.unicodeScalars.count > commentCharacters {
            throw Refusal(.commentTooLong, detail: "data.comment")
        }
        let address = MeetingAddress(
            cloud: tenant.cloud, tenantID: tenant.id, target: command.target, mailbox: mailbox, access: access,
            calendar: command.calendar, eventID: command.eventID
        )
        return AuthorizedCommand(
            command: command, address: address, permissionCheck: tenant.permissionCheck,
            allowsAppointments: source.allowsAppointments, hold: source.hold, consent: tenant.consent(for: access)
        )
    }

    /// A withdraw may point where its source may cancel. By which path, and by whose right, was its command's matter.
    package func authorize(_ command: WithdrawCommand) throws(Refusal) -> AuthorizedWithdrawal {
        let (_, tenant, mailbox) = try reach(
            command.tenant, command.target, from: command.envelope.identity.source)
        guard servedClouds.contains(tenant.cloud) else { throw Refusal(.cloudNotServed, detail: tenant.cloud) }
        guard let mailbox else {
            throw Refusal(.needsDelegated, detail: "data.target.me, no account of this tenant")
        }
        return AuthorizedWithdrawal(
            command: command, routingKey: RoutingKey(tenantID: tenant.id, mailbox: mailbox)
        )
    }

    /// The key under which a command's outcome is published; nil when its tenant or account is not configured.
    package func routingKey(of command: CancelCommand) -> RoutingKey? { routingKey(command.tenant, command.target) }

    package func routingKey(of command: WithdrawCommand) -> RoutingKey? { routingKey(command.tenant, command.target) }

    private func routingKey(_ tenant: String, _ target: MeetingTarget) -> RoutingKey? {
        guard let tenant = tenants[tenant], let mailbox = mailbox(of: target, in: tenant) else { return nil }
        return RoutingKey(tenantID: tenant.id, mailbox: mailbox)
    }

    /// The tenant and mailbox that the source may cancel in; no mailbox when the target is an account that is not configured.
    private func reach(
        _ tenant: String, _ target: MeetingTarget, from source: String
    ) throws(Refusal) -> (SourcePolicy, TenantProfile, mailbox: String?) {
        guard let source = sources[source] else { throw Refusal(.sourceUnknown) }
        guard source.isEnabled else { throw Refusal(.sourceDisabled) }
        guard let tenant = tenants[tenant] else { throw Refusal(.tenantUnknown, detail: "data.tenant") }
        let mailbox = mailbox(of: target, in: tenant)
        guard source.allows(tenantID: tenant.id, mailbox: mailbox) else { throw Refusal(.sourceNotAllowed) }
        return (source, tenant, mailbox)
    }

    private func mailbox(of target: MeetingTarget, in tenant: TenantProfile) -> String? {
        if case .me(let name) = target { return account(name, in: tenant)?.mailbox }
        return target.mailbox
    }

    /// By whose right the command's path is reached, or why it is not offered to the command (docs/paths.md).
    private func access(of command: CancelCommand, in tenant: TenantProfile) throws(Refusal) -> MailboxAccess {
        switch command.target {
        case .me(let name):
            guard let account = account(name, in: tenant) else {
                throw Self.needsAccount("data.target.me, no account of this tenant", command, tenant)
            }
            return .delegated(account)
        case _ where tenant.isPersonal: throw Refusal(.pathNotAllowed, detail: "data.target")
        case .group where !command.calendar.isOfferedToGroups: throw Refusal(.pathNotAllowed, detail: "data.calendar")
        case .group where command.delegate == nil: throw Self.needsAccount("data.as, left out", command, tenant)
        case .group, .user:
            guard let name = command.delegate else { return .application }
            guard let account = account(name, in: tenant) else {
                throw Self.needsAccount("data.as, no account of this tenant", command, tenant)
            }
            return .delegated(account)
        }
    }

    /// Another tenant's account is as good as none.
    private func account(_ name: String, in tenant: TenantProfile) -> DelegatedAccount? {
        accounts[name].flatMap { $0.tenantID == tenant.id ? $0 : nil }
    }

    private static func needsAccount(
        _ detail: String, _ command: CancelCommand, _ tenant: TenantProfile
    ) -> Refusal {
        let need = PermissionNeed.ofAccount(nil, at: command.target)
        let advice = PermissionAdvice(need, consent: tenant.consent(for: .application))
        return Refusal(.needsDelegated, detail: detail, advice: advice.text(for: .needsDelegated))
    }
}

extension TenantProfile {
    /// nil when the configuration does not say where the application is registered.
    package func consent(for access: MailboxAccess) -> ConsentFacts? {
        let client =
            switch access {
            case .application: clientID
            case .delegated(let account): account.clientID
            }
        guard let authority, let client else { return nil }
        return ConsentFacts(authority: authority, tenantID: id, clientID: client)
    }
}

extension CalendarSelector {
    /// A group has one calendar: the API page lists no other form for it.
    fileprivate var isOfferedToGroups: Bool { self == .none || self == .defaultCalendar }
}
