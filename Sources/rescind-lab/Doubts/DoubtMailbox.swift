import GraphSimulator

/// The mailboxes whose meetings are cancelled: many, since of each only three commands run at a time.
struct DoubtMailbox: Sendable {
    static let all = SimulatedCloud.allCases.flatMap { cloud in
        (0..<perTenant).map { DoubtMailbox(tenant: LabWorld.tenant(in: cloud), number: $0) }
    }
    private static let perTenant = 160

    let tenant: LabTenant
    let number: Int

    var objectID: String { "e\(tenant.number)000000-0000-4000-8000-\(String(number + 1_000_000_000_000).dropFirst())" }
    var userPrincipalName: String { "room-\(number)@\(tenant.domain)" }

    static func add(to world: inout SimulatedWorld) throws {
        for mailbox in all {
            try world.addMailbox(
                tenant: mailbox.tenant.id, objectID: mailbox.objectID, userPrincipalName: mailbox.userPrincipalName,
                displayName: "Room \(mailbox.number)"
            )
        }
    }
}
