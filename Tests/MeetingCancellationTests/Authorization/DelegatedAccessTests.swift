import CommandContract
import MeetingCancellation
import Testing

@Suite("Delegated access")
struct DelegatedAccessTests {
    private static let group = #"{"group":"8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"}"#
    private static let ada = #"{"user":"ada@contoso.example"}"#
    private static let me = #"{"me":"robot"}"#
    private static let asRobot = #""as":"robot""#
    private static let personal = TenantProfile(
        id: TenantProfile.personalAccounts, domains: ["consumers"], cloud: "global", permissionCheck: .advisory
    )
    private static let pia = DelegatedAccount(
        name: "pia", tenantID: TenantProfile.personalAccounts, mailbox: "pia@personal.example"
    )
    private static let stranger = DelegatedAccount(
        name: "robot", tenantID: Sample.otherTenantID, mailbox: "r@b.example")

    private static func policy(
        _ accounts: [DelegatedAccount] = [Sample.account, pia], mailboxes: [MailboxPattern] = [.any]
    ) -> AuthorizationPolicy {
        Sample.policy(
            tenants: [Sample.tenant(), personal], mailboxes: mailboxes, allowed: [Sample.tenantID, personal.id],
            accounts: accounts
        )
    }

    @Test(
        "an account reaches its own mailbox, another's and a group's",
        arguments: [
            (me, [], "robot@contoso.example"), (ada, [asRobot], "ada@contoso.example"),
            (group, [asRobot], "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"),
            (group, [asRobot, #""calendar":"default""#], "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"),
        ] as [(String, [String], String)]
    )
    func reached(target: String, fields: [String], mailbox: String) throws {
        let address = try Self.policy().authorize(Sample.command(target: target, fields: fields)).address
        #expect(address.access == .delegated(Sample.account))
        #expect(address.mailbox == mailbox)
    }

    @Test("a user without an account is the application's business")
    func application() throws {
        #expect(try Self.policy().authorize(Sample.command()).address.access == .application)
    }

    @Test(
        "without an account of the tenant there is no me, no group and nobody to act as",
        arguments: [(me, [], "data.target.me"), (ada, [asRobot], "data.as"), (group, [asRobot], "data.as")]
            as [(String, [String], String)]
    )
    func noAccount(target: String, fields: [String], field: String) throws {
        let command = try Sample.command(target: target, fields: fields)
        for accounts in [[], [Self.pia], [Self.stranger]] {
            let refusal = AuthorizationPolicyTests.refusal(Self.policy(accounts), command)
            #expect(refusal?.reason == .needsDelegated)
            #expect(refusal?.detail == "\(field), no account of this tenant")
        }
    }

    @Test("an application has no group: as is required with it")
    func groupOfApplication() throws {
        let refusal = AuthorizationPolicyTests.refusal(Self.policy(), try Sample.command(target: Self.group))
        #expect(refusal?.reason == .needsDelegated)
        #expect(refusal?.detail == "data.as, left out")
    }

    @Test(
        "a group has no calendars but its default one, whoever asks",
        arguments: [#""calendar":{"id":"c"}"#, #""calendar":{"groupId":"g","id":"c"}"#], [[asRobot], []]
    )
    func groupCalendars(calendar: String, more: [String]) throws {
        let command = try Sample.command(target: Self.group, fields: [calendar] + more)
        let refusal = AuthorizationPolicyTests.refusal(Self.policy(), command)
        #expect(refusal == Refusal(.pathNotAllowed, detail: "data.calendar"))
    }

    @Test("a personal account has its me and nothing else")
    func personalAccount() throws {
        let tenant = Self.personal.id
        let address = try Self.policy().authorize(Sample.command(tenant: tenant, target: #"{"me":"pia"}"#)).address
        #expect(address.access == .delegated(Self.pia))
        #expect(address.mailbox == Self.pia.mailbox)
        for target in [#"{"user":"pia@personal.example"}"#, Self.group] {
            for more in [[#""as":"pia""#], []] {
                let command = try Sample.command(tenant: tenant, target: target, fields: more)
                let refusal = AuthorizationPolicyTests.refusal(Self.policy(), command)
                #expect(refusal == Refusal(.pathNotAllowed, detail: "data.target"))
            }
        }
    }

    @Test("a source's patterns are asked about the mailbox that is reached, me's by its configuration")
    func patterns() throws {
        let me = try Sample.command(target: Self.me)
        let adas = try Sample.command(target: Self.ada, fields: [Self.asRobot])
        let onlyRobot = Self.policy(mailboxes: [.exactly("robot@contoso.example")])
        #expect(AuthorizationPolicyTests.refusal(onlyRobot, me) == nil)
        #expect(AuthorizationPolicyTests.refusal(onlyRobot, adas)?.reason == .sourceNotAllowed)
        let onlyAda = Self.policy(mailboxes: [.exactly("ada@contoso.example")])
        #expect(AuthorizationPolicyTests.refusal(onlyAda, me)?.reason == .sourceNotAllowed)
        #expect(AuthorizationPolicyTests.refusal(onlyAda, adas) == nil)
    }

    @Test("a source learns nothing of the accounts of a tenant that is not its own")
    func foreignTenant() throws {
        let policy = Sample.policy(allowed: [Sample.otherTenantID], accounts: [Sample.account])
        for name in ["robot", "nobody"] {
            let command = try Sample.command(target: #"{"me":"\#(name)"}"#)
            #expect(AuthorizationPolicyTests.refusal(policy, command)?.reason == .sourceNotAllowed)
        }
    }
}
