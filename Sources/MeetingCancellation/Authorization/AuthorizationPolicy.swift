package import CommandContract

/// Decides from configuration alone whether a command's source may cancel where it points (promise P7).
///
/// The source is judged first, and what it may reach before anything else about the tenant, so that a sender learns nothing
/// about tenants that are not its own.
package struct AuthorizationPolicy: Sendable {
    private let sources: [String: SourcePolicy]
    private let tenants: [String: TenantProfile]
    private let servedClouds: Set<String>
    private let commentCharacters: Int

    /// - Parameter commentCharacters: longest comment passed on, in Unicode scalars (`limits.commentCharacters`).
    package init(
        sources: [SourcePolicy], tenants: [TenantProfile], servedClouds: Set<String>, commentCharacters: Int
    ) {
        self.sources = Dictionary(sources.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
        self.tenants = Dictionary(
            tenants.flatMap { tenant in ([tenant.id] + tenant.domains).map { ($0, tenant) } },
            uniquingKeysWith: { first, _ in first }
        )
        self.servedClouds = servedClouds
        self.commentCharacters = commentCharacters
    }

    package func authorize(_ command: CancelCommand) throws(Refusal) -> AuthorizedCommand {
        guard let source = sources[command.envelope.identity.source] else { throw Refusal(.sourceUnknown) }
        guard let tenant = tenants[command.tenant] else { throw Refusal(.tenantUnknown, detail: "data.tenant") }
        let address = MeetingAddress(
            cloud: tenant.cloud, tenantID: tenant.id, target: command.target, calendar: command.calendar,
            eventID: command.eventID
        )
        guard source.allows(tenantID: tenant.id, mailbox: address.mailbox) else { throw Refusal(.sourceNotAllowed) }
        if let cloud = command.cloud, cloud != tenant.cloud { throw Refusal(.cloudMismatch, detail: "data.cloud") }
        guard servedClouds.contains(tenant.cloud) else { throw Refusal(.cloudNotServed, detail: tenant.cloud) }
        guard case .user = command.target, command.delegate == nil else {
            throw Refusal(.needsDelegated, detail: command.delegate == nil ? "data.target" : "data.as")
        }
        if let comment = command.comment, comment.unicodeScalars.count > commentCharacters {
            throw Refusal(.commentTooLong, detail: "data.comment")
        }
        return AuthorizedCommand(command: command, address: address, permissionCheck: tenant.permissionCheck)
    }

    /// The key under which a command's outcome is published; nil when its tenant is not configured.
    package func routingKey(of command: CancelCommand) -> RoutingKey? {
        tenants[command.tenant].map { RoutingKey(tenantID: $0.id, target: command.target) }
    }
}
