import CommandContract
import MeetingCancellation
import Testing

@Suite("Routing key")
struct RoutingKeyTests {
    @Test(
        "is the tenant's GUID and the mailbox, lower case",
        arguments: [
            ("Ada@Contoso.Example", "aabb/ada@contoso.example"), ("G-1", "aabb/g-1"),
        ]
    )
    func isLowerCase(mailbox: String, text: String) {
        let key = RoutingKey(tenantID: "AABB", mailbox: mailbox)
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

    @Test("is the account's own mailbox for me, so that both ways to it meet in one partition and one lane")
    func accountsMailbox() throws {
        let policy = Sample.policy(accounts: [Sample.account])
        let me = try Sample.command(target: #"{"me":"robot"}"#)
        let user = try Sample.command(target: #"{"user":"ROBOT@contoso.example"}"#)
        #expect(policy.routingKey(of: me)?.text == "\(Sample.tenantID)/robot@contoso.example")
        #expect(policy.routingKey(of: me) == policy.routingKey(of: user))
        #expect(try policy.authorize(me).address.lane == policy.authorize(user).address.lane)
        #expect(try policy.authorize(me).address.routingKey == policy.routingKey(of: me))
    }

    @Test("does not exist for a tenant or an account that is not configured")
    func unknownHasNone() throws {
        let policy = Sample.policy(accounts: [Sample.account])
        #expect(try policy.routingKey(of: Sample.command(tenant: "fabrikam.example")) == nil)
        #expect(try policy.routingKey(of: Sample.command(target: #"{"me":"nobody"}"#)) == nil)
    }
}
