import GraphSimulator
import MeetingCancellation
import MicrosoftGraph
import RescindApp

/// Tenants that an operator got wrong, each in one way.
struct MisconfiguredTenant: Sendable {
    let id: String
    let domain: String
    var cloud = SimulatedCloud.global.rawValue
    var permissionCheck = PermissionCheck.advisory
    /// What Entra knows of its application; nil when it was never registered there.
    var registered: SimulatedApplication?

    /// No source may touch it.
    static let closed = MisconfiguredTenant(id: "10000000-0000-4000-8000-0000000000ff", domain: "forbidden.example")
    static let withoutRegistration = MisconfiguredTenant(
        id: "10000000-0000-4000-8000-0000000000f1", domain: "unregistered.example"
    )
    static let withWrongSecret = MisconfiguredTenant(
        id: "10000000-0000-4000-8000-0000000000f2", domain: "rotated.example",
        registered: application(secret: "the new secret")
    )
    /// In a cloud this worker was not told of.
    static let unserved = MisconfiguredTenant(
        id: "10000000-0000-4000-8000-0000000000f3", domain: "elsewhere.example", cloud: "airGapped"
    )
    /// Its grants were made in Exchange and do not show in tokens, and it was set to refuse those.
    static let silent = MisconfiguredTenant(
        id: "10000000-0000-4000-8000-0000000000f4", domain: "silent.example", permissionCheck: .strict,
        registered: application(secret: secret)
    )

    /// Its administrator has taken the consent back.
    static let withoutConsent = MisconfiguredTenant(
        id: "10000000-0000-4000-8000-0000000000f5", domain: "withdrawn.example", registered: application(secret: secret)
    )

    static let all = [closed, withoutRegistration, withWrongSecret, unserved, silent, withoutConsent]

    private static let clientID = "c0000000-0000-4000-8000-0000000000f0"
    private static let secret = "lab-secret-misconfigured"

    private static func application(secret: String) -> SimulatedApplication {
        SimulatedApplication(clientID: clientID, servicePrincipalID: clientID, secret: secret, roles: [])
    }

    func add(to world: inout SimulatedWorld) {
        guard let cloud = SimulatedCloud(rawValue: cloud) else { return }
        world.addTenant(
            SimulatedTenant(
                id: id, cloud: cloud, domains: [domain], applications: registered.map { [$0] } ?? []
            )
        )
    }

    func configuration() throws -> RescindConfiguration.Tenant {
        RescindConfiguration.Tenant(
            profile: TenantProfile(id: id, domains: [domain], cloud: cloud, permissionCheck: permissionCheck),
            credential: try ClientSecretCredential(tenantID: id, clientID: Self.clientID) { Secret(Self.secret) }
        )
    }
}
