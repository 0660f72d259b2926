import CommandContract
import MeetingCancellation
import Testing

@Suite("What to do about a missing right")
struct PermissionAdviceTests {
    private static let client = "c0000000-0000-4000-8000-000000000001"
    private static let accountClient = "c0000000-0000-4000-8000-0000000000a9"
    /// Microsoft Graph "permissions reference", copied by hand.
    private static let application = "Calendars.ReadWrite (application, ef54d2bf-783f-4e0f-bca1-3210c0444d99)"
    private static let delegated = "Calendars.ReadWrite (delegated, 1ec239c2-d7c9-4623-a91a-a9775856bb36)"
    private static let shared = "Calendars.ReadWrite.Shared (delegated, 12466101-c9b8-439a-8589-dd09ee67e8e9)"
    private static let groups = "Group.ReadWrite.All (delegated, 4e46008b-f24c-477d-8fff-7bb4ec7aafe0)"
    private static let group = #"{"group":"8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"}"#

    private static func link(_ authority: String, _ client: String, tenant: String = Sample.tenantID) -> String {
        "https://\(authority)/\(tenant)/adminconsent?client_id=\(client)"
    }

    private static func policy(authority: String? = "https://login.microsoftonline.com") -> AuthorizationPolicy {
        var tenant = Sample.tenant(check: .strict)
        tenant.authority = authority
        tenant.clientID = authority == nil ? nil : client
        var personal = TenantProfile(
            id: TenantProfile.personalAccounts, domains: [], cloud: "global", permissionCheck: .strict)
        personal.authority = authority
        var robot = Sample.account
        robot.clientID = authority == nil ? nil : accountClient
        var pia = DelegatedAccount(
            name: "pia", tenantID: TenantProfile.personalAccounts, mailbox: "pia@personal.example")
        pia.clientID = accountClient
        return Sample.policy(
            tenants: [tenant, personal], allowed: [Sample.tenantID, personal.id], accounts: [robot, pia])
    }

    private static func settlement(_ grant: TokenGrant, _ command: CancelCommand) throws -> Settlement? {
        var talk = Conversation(try policy().authorize(command))
        talk.hear(.grant(grant))
        return talk.settlement
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var target = #"{"user":"ada@contoso.example"}"#
        var fields: [String] = []
        var tenant = Sample.tenantID
        let grant: TokenGrant
        let reason: OutcomeReason
        let advice: String

        var testDescription: String { name }
    }

    private static let me = #"{"me":"robot"}"#
    private static let asRobot = [#""as":"robot""#]
    private static let wrongScope = TokenGrant(roles: [], scopes: ["User.Read"])
    private static let silent = TokenGrant(roles: [], scopes: [])
    private static let consentOfAccount =
        "The account consents when it signs in, or an administrator for it: "
        + link("login.microsoftonline.com", accountClient)

    private static let cases = [
        Case(
            name: "an application without it", grant: TokenGrant(roles: ["Calendars.Read"], scopes: []),
            reason: .permissionMissing,
            advice: "Permission: \(application). Admin consent: \(link("login.microsoftonline.com", client))"),
        Case(
            name: "an application that does not show it", grant: silent, reason: .permissionUnknown,
            advice: "Permission: \(application). In Exchange Online PowerShell: "
                + "Test-ServicePrincipalAuthorization -Identity \(client) -Resource <mailbox>"),
        Case(
            name: "an account without it", target: me, grant: wrongScope, reason: .permissionMissing,
            advice: "Permission: \(delegated). \(consentOfAccount)"),
        Case(
            name: "an account that does not show it", target: me, grant: silent, reason: .permissionUnknown,
            advice: "Permission: \(delegated). \(consentOfAccount)"),
        Case(
            name: "a delegate", fields: asRobot, grant: wrongScope, reason: .permissionMissing,
            advice: "Permission: \(delegated) or \(shared). \(consentOfAccount)"),
        Case(
            name: "an account in its own mailbox by its name", target: #"{"user":"robot@contoso.example"}"#,
            fields: asRobot, grant: wrongScope, reason: .permissionMissing,
            advice: "Permission: \(delegated). \(consentOfAccount)"),
        Case(
            name: "a member of a group", target: group, fields: asRobot, grant: wrongScope, reason: .permissionMissing,
            advice: "Permission: \(delegated) or \(groups). \(consentOfAccount)"),
        Case(
            name: "another's sign-in", target: me,
            grant: TokenGrant(roles: [], scopes: ["Calendars.ReadWrite"], userPrincipalName: "eve@contoso.example"),
            reason: .accountMailboxMismatch, advice: "Permission: \(delegated). \(consentOfAccount)"),
        Case(
            name: "an application's token in an account's place", target: me,
            grant: TokenGrant(roles: ["Calendars.ReadWrite"], scopes: []), reason: .needsDelegated,
            advice: "Permission: \(delegated). \(consentOfAccount)"),
        Case(
            name: "a personal account, which has no administrator", target: #"{"me":"pia"}"#,
            tenant: TenantProfile.personalAccounts, grant: wrongScope, reason: .permissionMissing,
            advice: "Permission: \(delegated). The account consents when it signs in."),
    ]

    @Test("a refused token: which permission, of which kind, and where it is given", arguments: cases)
    func refusedToken(_ given: Case) throws {
        let command = try Sample.command(tenant: given.tenant, target: given.target, fields: given.fields)
        let settlement = try #require(try Self.settlement(given.grant, command))
        #expect(settlement.reason == given.reason)
        #expect(settlement.advice == given.advice)
        #expect(settlement.message.hasSuffix(given.advice))
        // The mailbox of an outcome stands in its meeting, and nowhere in its text.
        for address in ["ada@contoso.example", "robot@contoso.example", "pia@personal.example", "eve@contoso.example"] {
            #expect(!settlement.message.contains(address))
        }
    }

    @Test(
        "me, groups and as without an account: the permission an account would need, and the tenant's own link",
        arguments: [
            (#"{"me":"nobody"}"#, [], delegated), (group, [], "\(delegated) or \(groups)"),
            (#"{"user":"ada@contoso.example"}"#, [#""as":"nobody""#], "\(delegated) or \(shared)"),
        ] as [(String, [String], String)]
    )
    func noAccount(target: String, fields: [String], permission: String) throws {
        let refusal = try AuthorizationPolicyTests.refusal(
            Self.policy(), Sample.command(target: target, fields: fields))
        #expect(refusal?.reason == .needsDelegated)
        #expect(
            refusal?.advice == "Permission: \(permission). The account consents when it signs in, or an administrator "
                + "for it: \(Self.link("login.microsoftonline.com", Self.client))")
    }

    @Test(
        "the link is the cloud's own",
        arguments: ["login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"])
    func clouds(authority: String) throws {
        let command = try Self.policy(authority: "https://\(authority)").authorize(Sample.command())
        var talk = Conversation(command)
        talk.hear(.noToken(.consentMissing(code: "AADSTS65001")))
        #expect(talk.settlement?.reason == .consentMissing)
        #expect(talk.settlement?.message.hasSuffix(" Admin consent: \(Self.link(authority, Self.client))") == true)
    }

    @Test("Graph's own 403 to an application: how to ask Exchange for the mailbox scope")
    func accessDenied() throws {
        var talk = Conversation(try Self.policy().authorize(Sample.command()))
        let denied = ExchangeFailure(kind: .forbidden, verdict: .permanent, trace: GraphTrace(status: 403))
        talk.hear([.granted, .meetingFailed(denied)])
        #expect(talk.settlement?.reason == .accessDenied)
        #expect(talk.settlement?.advice?.hasSuffix("-Identity \(Self.client) -Resource <mailbox>") == true)
    }

    @Test("without the facts of the registration the permission is named all the same")
    func unknownRegistration() throws {
        var talk = Conversation(try Self.policy(authority: nil).authorize(Sample.command()))
        talk.hear(.grant(TokenGrant(roles: ["Mail.Read"], scopes: [])))
        #expect(talk.settlement?.advice == "Permission: \(Self.application).")
    }

    @Test("a reason that no permission helps against has no advice")
    func others() {
        let advice = PermissionAdvice(.ofApplication, consent: nil)
        let advised = OutcomeReason.allCases.filter { advice.text(for: $0) != nil }
        #expect(
            Set(advised) == [
                .permissionMissing, .permissionUnknown, .needsDelegated, .accountMailboxMismatch, .consentMissing,
                .accessDenied,
            ])
    }
}
