import CommandContract
import MeetingCancellation
import Testing

@Suite("Permission check")
struct PermissionCheckTests {
    private static let users = Sample.address(.user("ada@contoso.example"))
    private static let me = Sample.address(.me(account: "robot"), access: .delegated(Sample.account))
    private static let own = Sample.address(.user("robot@contoso.example"), access: .delegated(Sample.account))
    private static let shared = Sample.address(.user("ada@contoso.example"), access: .delegated(Sample.account))
    private static let group = Sample.address(.group("g"), access: .delegated(Sample.account))

    @Test(
        "whole words, scopes before roles",
        arguments: [
            (["Calendars.ReadWrite"], [], nil), (["Mail.Send", "Calendars.ReadWrite"], [], nil),
            ([], ["Calendars.ReadWrite"], nil), (["Calendars.ReadWrite.All"], [], .permissionMissing),
            (["Calendars.Read"], [], .permissionMissing), ([], ["Calendars.ReadWrite.Shared"], .permissionMissing),
            (["calendars.readwrite"], [], .permissionMissing),
            // A user's token: its roles are the user's own app roles.
            (["Calendars.ReadWrite"], ["User.Read"], .permissionMissing),
            (["Task.Admin"], ["Calendars.ReadWrite"], nil),
        ] as [([String], [String], OutcomeReason?)]
    )
    func judges(roles: [String], scopes: [String], reason: OutcomeReason?) {
        let grant = TokenGrant(roles: Set(roles), scopes: Set(scopes))
        for check in PermissionCheck.allCases { #expect(check.judge(grant, for: Self.users)?.reason == reason) }
    }

    @Test("a token that says nothing passes when advisory and is refused when strict")
    func unknown() {
        let silent = TokenGrant(roles: [], scopes: [])
        #expect(PermissionCheck.advisory.judge(silent, for: Self.users) == nil)
        #expect(PermissionCheck.strict.judge(silent, for: Self.users)?.reason == .permissionUnknown)
    }

    @Test(
        "a user's token: the shared permission counts in another's calendar only, the group's in a group only",
        arguments: [
            (me, "Calendars.ReadWrite", nil), (own, "Calendars.ReadWrite", nil), (shared, "Calendars.ReadWrite", nil),
            (group, "Calendars.ReadWrite", nil), (shared, "Calendars.ReadWrite.Shared", nil),
            (me, "Calendars.ReadWrite.Shared", .permissionMissing),
            (own, "Calendars.ReadWrite.Shared", .permissionMissing),
            (group, "Calendars.ReadWrite.Shared", .permissionMissing), (group, "Group.ReadWrite.All", nil),
            (me, "Group.ReadWrite.All", .permissionMissing), (shared, "Calendars.Read.Shared", .permissionMissing),
        ] as [(MeetingAddress, String, OutcomeReason?)]
    )
    func delegated(address: MeetingAddress, scope: String, reason: OutcomeReason?) {
        // The user's own app roles, whatever they are called, change nothing.
        for roles in [[], ["Calendars.ReadWrite"]] as [Set<String>] {
            let grant = TokenGrant(roles: roles, scopes: [scope, "User.Read"])
            for check in PermissionCheck.allCases { #expect(check.judge(grant, for: address)?.reason == reason) }
        }
    }

    @Test("an application's token in an account's place is no sign-in")
    func applicationToken() {
        let grant = TokenGrant(roles: ["Calendars.ReadWrite"], scopes: [])
        for address in [Self.me, Self.shared, Self.group] {
            #expect(PermissionCheck.advisory.judge(grant, for: address)?.reason == .needsDelegated)
        }
    }

    @Test("a sign-in of another's shows by the name the account is configured with, where the token has it")
    func owner() {
        func reason(_ mailbox: String, id: String?, name: String?) -> OutcomeReason? {
            let account = DelegatedAccount(name: "robot", tenantID: Sample.tenantID, mailbox: mailbox)
            let grant = TokenGrant(
                roles: [], scopes: ["Calendars.ReadWrite"], objectID: id, userPrincipalName: name
            )
            let address = Sample.address(.me(account: "robot"), access: .delegated(account))
            return PermissionCheck.advisory.judge(grant, for: address)?.reason
        }
        let id = Sample.otherTenantID
        #expect(reason("robot@contoso.example", id: id, name: "Robot@Contoso.example") == nil)
        #expect(reason("robot@contoso.example", id: id, name: "ada@contoso.example") == .accountMailboxMismatch)
        #expect(reason("robot@contoso.example", id: id, name: nil) == nil)
        #expect(reason(id, id: id.uppercased(), name: "renamed@contoso.example") == nil)
        #expect(reason(id, id: Sample.tenantID, name: "robot@contoso.example") == .accountMailboxMismatch)
        #expect(reason(id, id: nil, name: nil) == nil)
    }
}
