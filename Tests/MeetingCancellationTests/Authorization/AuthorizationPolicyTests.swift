import CommandContract
import MeetingCancellation
import Testing

@Suite("Authorization policy")
struct AuthorizationPolicyTests {
    /// A command with every fault at once; with each fault repaired, in order, the next check must answer.
    @Test(
        "checks in a fixed order and answers with the first fault",
        arguments: [
            (0, .sourceUnknown), (1, .tenantUnknown), (2, .sourceNotAllowed), (3, .cloudMismatch),
            (4, .cloudNotServed), (5, .needsDelegated), (6, .commentTooLong),
        ] as [(Int, OutcomeReason)]
    )
    func order(repaired: Int, reason: OutcomeReason) throws {
        let command = try Sample.command(
            source: repaired > 0 ? Sample.source : "/unknown",
            tenant: repaired > 1 ? Sample.tenantID : "fabrikam.example",
            target: repaired > 5 ? #"{"user":"ada@contoso.example"}"# : #"{"me":"robot"}"#,
            fields: [
                "\"cloud\":\"\(repaired > 3 ? "global" : "china")\"", #""comment":"longer than twenty characters""#,
            ]
        )
        let policy = Sample.policy(
            clouds: repaired > 4 ? ["global"] : [], allowed: repaired > 2 ? [Sample.tenantID] : []
        )
        #expect(Self.refusal(policy, command)?.reason == reason)
    }

    @Test("allows a command of a known source in its tenant and mailboxes")
    func allows() throws {
        let command = try Sample.command(tenant: "contoso.example", fields: [#""cloud":"global""#])
        let authorized = try Sample.policy(mailboxes: [.domain("contoso.example")]).authorize(command)
        #expect(authorized.address.tenantID == Sample.tenantID)
        #expect(authorized.address.cloud == "global")
        #expect(authorized.address.mailbox == "ada@contoso.example")
        #expect(authorized.address.eventID == "AAMk-1")
    }

    @Test("denies by default: a source without mailboxes or tenants may do nothing")
    func deniesByDefault() throws {
        let command = try Sample.command()
        #expect(Self.refusal(Sample.policy(mailboxes: []), command)?.reason == .sourceNotAllowed)
        #expect(Self.refusal(Sample.policy(allowed: [Sample.otherTenantID]), command)?.reason == .sourceNotAllowed)
        let empty = AuthorizationPolicy(sources: [], tenants: [], servedClouds: [], commentCharacters: 0)
        #expect(Self.refusal(empty, command)?.reason == .sourceUnknown)
    }

    @Test("a source is compared byte for byte")
    func sourceIsExact() throws {
        for other in ["/scheduling/Rooms", "/scheduling/rooms/", "/scheduling/room"] {
            #expect(try Self.refusal(Sample.policy(), Sample.command(source: other))?.reason == .sourceUnknown)
        }
    }

    @Test("a tenant's GUID may be configured in either letter case")
    func tenantCaseDoesNotMatter() throws {
        let upper = Sample.tenantID.uppercased()
        let policy = Sample.policy(tenants: [Sample.tenant(id: upper)], allowed: [upper])
        #expect(try Self.refusal(policy, Sample.command(tenant: upper)) == nil)
    }

    @Test("a comment is measured in Unicode scalars, the limit included")
    func commentLength() throws {
        let policy = Sample.policy(commentCharacters: 4)
        #expect(try Self.refusal(policy, Sample.command(fields: [#""comment":"äöü€""#])) == nil)
        // One character for a reader, five scalars for Graph's limit.
        let family = #""comment":"👨‍👩‍👧""#
        #expect(try Self.refusal(policy, Sample.command(fields: [family]))?.reason == .commentTooLong)
    }

    static func refusal(_ policy: AuthorizationPolicy, _ command: CancelCommand) -> Refusal? {
        do {
            _ = try policy.authorize(command)
            return nil
        } catch { return error }
    }
}
