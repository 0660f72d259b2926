import CommandContract
import GraphSimulator
import MeetingCancellation

/// Who may cancel what in the laboratory: three sources that ordinary commands come from, and one for each rule that a source can
/// break.
enum LabSources {
    /// May cancel in the first tenant only.
    static let rooms = "/lab/rooms"
    /// May cancel in the two tenants of the US government's clouds.
    static let government = "/lab/government"
    static let retired = "/lab/retired"
    /// Signs its records.
    static let proven = "/lab/proven"
    /// Dry runs only.
    static let trial = "/lab/trial"
    /// Has to write comments, and may not cancel appointments.
    static let formal = "/lab/formal"
    /// Its commands are held, by order.
    static let paused = "/lab/paused"
    /// Has used up its cap.
    static let flooded = "/lab/flooded"

    /// Shown to everybody, like all secrets of the laboratory.
    private static let secret = "whsec_bGFiLWxhYi1sYWItbGFiLWxhYi1sYWItbGFi"

    static func keyring() throws -> WebhookKeyring { try WebhookKeyring([proven: [WebhookSecret(secret)]]) }

    /// Whoever may cancel any meeting in any mailbox of the tenant.
    static func ordinary(of tenant: LabTenant) -> [String] {
        policies.prefix(3).filter { $0.tenants.contains(tenant.id) }.map(\.source)
    }

    static let policies: [SourcePolicy] = {
        let misconfigured = MisconfiguredTenant.all.map(\.id).filter { $0 != MisconfiguredTenant.closed.id }
        return [
            policy(LabStack.source, LabWorld.tenants.map(\.id) + misconfigured, Self.allowAllMeetings),
            policy(rooms, [LabWorld.global.id], Self.allowAllMeetings),
            policy(government, [LabWorld.usGovL4, LabWorld.usGovL5].map(\.id), Self.allowAllMeetings),
            policy(retired) { $0.isEnabled = false },
            policy(proven) { $0.mustSign = true },
            policy(trial) { $0.isDryRunOnly = true },
            policy(formal) {
                $0.needsComment = true
                $0.allowsAppointments = false
            },
            policy(paused),
            policy(flooded) { $0.caps = RateCaps(perMinute: 0) },
        ]
    }()

    static let orders = [
        PauseOrder(.source(paused), reason: "the laboratory's example", since: Timestamp(milliseconds: 0))
    ]

    private static func allowAllMeetings(_ policy: inout SourcePolicy) {
        policy.allowsSeries = true
        policy.allowsStarted = true
    }

    private static func policy(
        _ source: String, _ tenants: [String] = LabWorld.tenants.map(\.id),
        _ change: (inout SourcePolicy) -> Void = { _ in }
    ) -> SourcePolicy {
        var policy = SourcePolicy(source: source, tenants: Set(tenants), mailboxes: [.any])
        change(&policy)
        return policy
    }
}
