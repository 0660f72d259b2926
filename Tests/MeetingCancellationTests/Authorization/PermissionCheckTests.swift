import CommandContract
import MeetingCancellation
import Testing

@Suite("Permission check")
struct PermissionCheckTests {
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
        for check in PermissionCheck.allCases { #expect(check.judge(grant)?.reason == reason) }
    }

    @Test("a token that says nothing passes when advisory and is refused when strict")
    func unknown() {
        let silent = TokenGrant(roles: [], scopes: [])
        #expect(PermissionCheck.advisory.judge(silent) == nil)
        #expect(PermissionCheck.strict.judge(silent)?.reason == .permissionUnknown)
    }
}
