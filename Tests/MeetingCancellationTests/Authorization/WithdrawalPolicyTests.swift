import CommandContract
import MeetingCancellation
import Testing

@Suite("Who may withdraw")
struct WithdrawalPolicyTests {
    @Test("a withdraw goes where its command goes: same tenant, same mailbox, same key")
    func sameKey() throws {
        let policy = Sample.policy(accounts: [Sample.account])
        for target in [#"{"user":"ada@contoso.example"}"#, #"{"me":"robot"}"#] {
            let cancel = try policy.authorize(Sample.command(target: target))
            let withdrawal = try policy.authorize(Self.withdraw(tenant: "Contoso.Example", target: target))
            #expect(withdrawal.routingKey == cancel.address.routingKey)
            #expect(try policy.routingKey(of: Self.withdraw(target: target)) == withdrawal.routingKey)
            #expect(withdrawal.command.withdrawn == cancel.command.envelope.identity)
        }
    }

    @Test("a group's command is taken back without naming the account it was to be cancelled by")
    func group() throws {
        let group = "0b1f7a44-3d8e-4d35-9a0e-6c1f2b3d4e5f"
        let withdrawal = try Sample.policy().authorize(Self.withdraw(target: "{\"group\":\"\(group)\"}"))
        #expect(withdrawal.routingKey == RoutingKey(tenantID: Sample.tenantID, mailbox: group))
    }

    /// A withdraw with every fault at once; with each fault repaired, in order, the next check must answer.
    @Test(
        "is checked in the cancel's order",
        arguments: [
            (0, .sourceUnknown), (1, .tenantUnknown), (2, .sourceNotAllowed), (3, .cloudNotServed),
            (4, .needsDelegated), (5, nil),
        ] as [(Int, OutcomeReason?)]
    )
    func order(repaired: Int, reason: OutcomeReason?) throws {
        let command = try Self.withdraw(
            source: repaired > 0 ? Sample.source : "/unknown",
            tenant: repaired > 1 ? Sample.tenantID : "fabrikam.example",
            target: repaired > 4 ? #"{"user":"ada@contoso.example"}"# : #"{"me":"robot"}"#
        )
        let policy = Sample.policy(
            clouds: repaired > 3 ? ["global"] : [], allowed: repaired > 2 ? [Sample.tenantID] : []
        )
        #expect(Self.refusal(policy, command)?.reason == reason)
    }

    @Test("a mailbox that the source may not cancel in is closed to its withdraws too")
    func mailbox() throws {
        let policy = Sample.policy(mailboxes: [.domain("rooms.example")])
        #expect(try Self.refusal(policy, Self.withdraw())?.reason == .sourceNotAllowed)
        #expect(try Self.refusal(Sample.policy(mailboxes: []), Self.withdraw())?.reason == .sourceNotAllowed)
    }

    private static func refusal(_ policy: AuthorizationPolicy, _ command: WithdrawCommand) -> Refusal? {
        do {
            _ = try policy.authorize(command)
            return nil
        } catch { return error }
    }

    private static func withdraw(
        source: String = Sample.source, tenant: String = Sample.tenantID,
        target: String = #"{"user":"ada@contoso.example"}"#
    ) throws -> WithdrawCommand {
        let text =
            #"{"specversion":"1.0","id":"cmd-2","type":"meeting.command.withdraw.v1","source":""# + source
            + "\",\"data\":{\"id\":\"cmd-1\",\"tenant\":\"\(tenant)\",\"target\":\(target)}}"
        let headers = [RecordHeader("content-type", "application/cloudevents+json")]
        let decoded = RecordDecoder(maximumBytes: 65_536).decode(key: nil, value: Array(text.utf8), headers: headers)
        guard case .withdraw(let command) = decoded else { throw Sample.NotACommand(text: text) }
        return command
    }
}
