import CommandContract
import MeetingCancellation

/// One tenant, one source that may cancel there, and the commands tests vary from.
enum Sample {
    static let tenantID = "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"
    static let otherTenantID = "11111111-2222-4333-8444-555555555555"
    static let source = "/scheduling/rooms"
    static let now = Timestamp(milliseconds: 1_800_000_000_000)
    /// A day after ``now``.
    static let start = now + .seconds(86_400)

    /// - Parameter change: of the source, which otherwise may say `extent` and `allowStarted`.
    static func policy(
        tenants: [TenantProfile] = [tenant()], mailboxes: [MailboxPattern] = [.any], clouds: Set<String> = ["global"],
        allowed: Set<String> = [tenantID], accounts: [DelegatedAccount] = [], commentCharacters: Int = 20,
        signatures: RecordSignatures = RecordSignatures(), change: (inout SourcePolicy) -> Void = { _ in }
    ) -> AuthorizationPolicy {
        var rules = SourcePolicy(source: source, tenants: allowed, mailboxes: mailboxes)
        rules.allowsSeries = true
        rules.allowsStarted = true
        change(&rules)
        return AuthorizationPolicy(
            sources: [rules], tenants: tenants, accounts: accounts, servedClouds: clouds,
            commentCharacters: commentCharacters, signatures: signatures
        )
    }

    static let account = DelegatedAccount(name: "robot", tenantID: tenantID, mailbox: "Robot@contoso.example")

    static func tenant(
        id: String = tenantID, domains: [String] = ["contoso.example"], cloud: String = "global",
        check: PermissionCheck = .advisory
    ) -> TenantProfile {
        TenantProfile(id: id, domains: domains, cloud: cloud, permissionCheck: check)
    }

    /// Reads a command from its contract's text, the only way there is.
    /// - Parameters:
    ///   - fields: further members of `data`, each as JSON text.
    ///   - attributes: further context attributes.
    static func command(
        source: String = Sample.source, tenant: String = tenantID, target: String = #"{"user":"ada@contoso.example"}"#,
        fields: [String] = [], attributes: [String] = []
    ) throws -> CancelCommand {
        let data = ["\"tenant\":\"\(tenant)\"", "\"target\":\(target)", #""event":{"id":"AAMk-1"}"#] + fields
        let text =
            #"{"specversion":"1.0","id":"cmd-1","type":"meeting.command.cancel.v1","source":""# + source
            + #"","# + attributes.map { $0 + "," }.joined() + #""data":{"# + data.joined(separator: ",") + "}}"
        let headers = [RecordHeader("content-type", "application/cloudevents+json")]
        let decoded = RecordDecoder(maximumBytes: 65_536).decode(key: nil, value: Array(text.utf8), headers: headers)
        guard case .command(let command) = decoded else { throw NotACommand(text: text) }
        return command
    }

    /// The command as the ledger keeps it before anything has become of it.
    static let kept = KeptCommand(
        content: ContentHash(value: 17), offset: 4, timestamp: now, consumed: now, key: nil, value: [], headers: [])

    static func authorized(
        check: PermissionCheck = .advisory, fields: [String] = [], change: (inout SourcePolicy) -> Void = { _ in }
    ) throws -> AuthorizedCommand {
        try policy(tenants: [tenant(check: check)], accounts: [account], change: change)
            .authorize(command(fields: fields))
    }

    /// Where a command that names `target` leads, with the one account there is.
    static func address(_ target: MeetingTarget, access: MailboxAccess = .application) -> MeetingAddress {
        MeetingAddress(
            cloud: "global", tenantID: tenantID, target: target, mailbox: target.mailbox ?? account.mailbox,
            access: access,
            calendar: .none, eventID: "AAMk-1"
        )
    }

    struct NotACommand: Error { let text: String }
}
