import CommandContract
import MeetingCancellation

/// One configuration and one command, drawn at random from choices that meet often: plain texts and flags, from which the
/// product's types are made on the one side and the oracle's answer on the other.
struct AuthorizationCase: CustomStringConvertible {
    struct Tenant {
        let name: String
        let id: String
        let cloud: String
    }

    struct Account {
        let name: String
        let tenant: String
        let mailbox: String
    }

    static let work = Tenant(name: "contoso.example", id: Sample.tenantID, cloud: "global")
    static let government = Tenant(name: "agency.example", id: Sample.otherTenantID, cloud: "usGovL4")
    static let personal = Tenant(name: "consumers", id: TenantProfile.personalAccounts, cloud: "global")
    static let tenants = [work, government, personal]
    static let accounts = [
        Account(name: "robot", tenant: work.id, mailbox: "robot@contoso.example"),
        Account(name: "agent", tenant: government.id, mailbox: "a0000000-0000-4000-8000-000000000001"),
        Account(name: "pia", tenant: personal.id, mailbox: "pia@personal.example"),
    ]
    static let room = "b0000000-0000-4000-8000-000000000002"

    // The source.
    let isKnown, isEnabled, allowsSeries, allowsStarted, isDryRunOnly, needsComment: Bool
    let allowedTenants: Set<String>
    let patterns: [String]
    let paths: [String]
    let commentCharacters: Int?
    // The worker.
    let served: Set<String>
    // The command.
    let tenant: String
    let cloud: String?
    let kind: String
    let mailbox: String
    let calendar: String
    let delegate: String?
    let isSeries, mayHaveStarted, isDryRun: Bool
    let comment: String?

    init(_ random: inout SeededGenerator) {
        isKnown = !random.chance(2)
        isEnabled = !random.chance(2)
        allowsSeries = random.chance(70)
        allowsStarted = random.chance(70)
        isDryRunOnly = random.chance(20)
        needsComment = random.chance(30)
        allowedTenants = Set(Self.tenants.map(\.id).filter { _ in random.chance(92) })
        let known = ["*", "*@contoso.example", "*@personal.example", "ADA@contoso.example", Self.room.uppercased()]
        patterns = (0..<random.pick([1, 2, 3])).map { _ in random.pick(known + ["*", "*", "*@agency.example"]) }
        let all = ["me", "users", "groups"]
        paths =
            random.chance(40)
            ? all
            : (0..<random.pick([1, 2, 3, 6])).map { _ in random.pick(PathForm.allCases.map(\.rawValue) + all + all) }
        commentCharacters = random.pick([nil, nil, 5, 100])
        served = Set(["global", "usGovL4"].filter { _ in random.chance(92) })
        tenant = random.pick(
            Self.tenants.map(\.name).dropLast() + Self.tenants.map { $0.id.uppercased() } + [
                "Contoso.Example", "stranger.example",
            ])
        cloud = random.pick([nil, nil, nil, "global", "usGovL4"])
        kind = random.pick(["user", "user", "group", "me"])
        mailbox =
            kind == "me"
            ? random.pick(["robot", "agent", "pia", "nobody"])
            : random.pick(
                kind == "group"
                    ? [Self.room] : ["Ada@contoso.example", "bob@agency.example", Self.room, "robot@contoso.example"])
        calendar = random.pick(["events", "events", "calendar", "calendars", "calendarGroups"])
        delegate = kind == "me" ? nil : random.pick([nil, nil, "robot", "agent", "pia", "nobody"])
        isSeries = random.chance(20)
        mayHaveStarted = random.chance(20)
        isDryRun = random.chance(40)
        comment = random.pick([nil, "", "  ", "short", "longer than five", "longer than twenty characters"])
    }

    static let workerCommentCharacters = 20

    func policy() -> AuthorizationPolicy {
        var source = SourcePolicy(
            source: isKnown ? Sample.source : "/other", tenants: allowedTenants,
            mailboxes: patterns.compactMap(MailboxPattern.init))
        source.isEnabled = isEnabled
        source.allowsSeries = allowsSeries
        source.allowsStarted = allowsStarted
        source.isDryRunOnly = isDryRunOnly
        source.needsComment = needsComment
        source.commentCharacters = commentCharacters
        source.paths = paths.reduce(into: []) { $0.formUnion(PathForm.named($1) ?? []) }
        return AuthorizationPolicy(
            sources: [source],
            tenants: Self.tenants.map {
                TenantProfile(id: $0.id, domains: [$0.name], cloud: $0.cloud, permissionCheck: .advisory)
            },
            accounts: Self.accounts.map { DelegatedAccount(name: $0.name, tenantID: $0.tenant, mailbox: $0.mailbox) },
            servedClouds: served, commentCharacters: Self.workerCommentCharacters
        )
    }

    func command() throws -> CancelCommand {
        let calendars = [
            "calendar": #""default""#, "calendars": #"{"id":"c"}"#, "calendarGroups": #"{"groupId":"g","id":"c"}"#,
        ]
        var fields = calendars[calendar].map { [#""calendar":"# + $0] } ?? []
        if let cloud { fields.append("\"cloud\":\"\(cloud)\"") }
        if let delegate { fields.append("\"as\":\"\(delegate)\"") }
        if isSeries { fields.append(#""extent":"series""#) }
        if mayHaveStarted { fields.append(#""allowStarted":true"#) }
        if isDryRun { fields.append(#""dryRun":true"#) }
        if let comment { fields.append("\"comment\":\"\(comment)\"") }
        return try Sample.command(tenant: tenant, target: "{\"\(kind)\":\"\(mailbox)\"}", fields: fields)
    }

    var description: String {
        "source \(isKnown) \(isEnabled) \(allowedTenants) \(patterns) \(paths) series \(allowsSeries) started \(allowsStarted) "
            + "dry \(isDryRunOnly) comment \(needsComment) \(commentCharacters ?? -1); served \(served); "
            + "\(tenant) \(cloud ?? "-") \(kind) \(mailbox) \(calendar) as \(delegate ?? "-") "
            + "\(isSeries) \(mayHaveStarted) \(isDryRun) \(comment.map { "'\($0)'" } ?? "-")"
    }
}
