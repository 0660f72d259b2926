import CommandContract
import MeetingCancellation
import Testing

@Suite("Routing key")
struct RoutingKeyTests {
    @Test(
        "is the tenant's GUID and the mailbox, lower case",
        arguments: [
            (.user("Ada@Contoso.Example"), "aabb/ada@contoso.example"), (.group("G-1"), "aabb/g-1"),
            (.me(account: "Robot.One"), "aabb/robot.one"),
        ] as [(MeetingTarget, String)]
    )
    func isLowerCase(target: MeetingTarget, text: String) {
        let key = RoutingKey(tenantID: "AABB", target: target)
        #expect(key.text == text)
        #expect(key.bytes == Array(text.utf8))
    }

    @Test("is the same for a tenant's domain and its GUID")
    func domainAndGUIDAgree() throws {
        let policy = Sample.policy()
        let byGUID = try policy.routingKey(of: Sample.command())
        let byDomain = try policy.routingKey(of: Sample.command(tenant: "Contoso.Example"))
        #expect(byGUID != nil)
        #expect(byGUID == byDomain)
    }

    @Test("does not exist for a tenant that is not configured")
    func unknownTenantHasNone() throws {
        #expect(try Sample.policy().routingKey(of: Sample.command(tenant: "fabrikam.example")) == nil)
    }
}
