import CommandPipeline
import GraphSimulator
import MeetingCancellation
import MicrosoftGraph

@testable import RescindApp

/// The dimensions of the matrix that are a worker's: its tenants' credential and permission, and the clouds it serves.
struct MatrixWorker: Sendable, CustomStringConvertible {
    /// What the applications may; the restricted tenant's may read, always.
    enum Permission: String, Sendable, CaseIterable {
        case granted, readOnly
        /// Words that begin like the permission.
        case alike
        /// By Exchange for Ada's mailbox alone: the token shows nothing.
        case inExchange
        case none
    }

    var credential = CredentialBench.Kind.clientSecret
    var permission = Permission.granted
    var check = PermissionCheck.advisory
    var served = Set(SimulatedCloud.allCases)
    /// The L4 tenant is configured as an L5 one; the two share a sign-in service.
    var takesL4ForL5 = false

    var description: String {
        "\(credential) \(permission) \(check) \(served.map(\.rawValue).sorted()) \(takesL4ForL5)"
    }

    /// Every credential, permission and check; one that serves two clouds, one with a tenant in the wrong one.
    static let all = [
        MatrixWorker(),
        MatrixWorker(credential: .certificate, check: .strict),
        MatrixWorker(credential: .federatedToken, permission: .inExchange),
        MatrixWorker(credential: .managedIdentity, served: [.global, .china21Vianet]),
        MatrixWorker(credential: .assignedIdentity, permission: .inExchange, check: .strict),
        MatrixWorker(credential: .identityAsFederated, permission: .alike),
        MatrixWorker(permission: .none),
        MatrixWorker(credential: .certificate, permission: .readOnly, served: [.usGovL4, .usGovL5]),
        MatrixWorker(takesL4ForL5: true),
    ]

    /// The cloud that the configuration says.
    func cloud(of tenant: LabTenant) -> SimulatedCloud {
        takesL4ForL5 && tenant == LabWorld.usGovL4 ? .usGovL5 : tenant.cloud
    }

    /// Makes the simulator's world and a worker for it.
    func start(_ credentials: CredentialBench) throws -> PathBench {
        let bench = credentials.bench
        bench.simulator.graph.reset()
        try credentials.register()
        for tenant in LabWorld.tenants where tenant != LabWorld.restricted {
            for client in [tenant.clientID, tenant.machineIdentityID, tenant.assignedIdentityID] {
                try bench.simulator.graph.changeApplication(tenant: tenant.id, clientID: client) {
                    $0.roles = roles
                    guard permission == .inExchange else { return }
                    $0.exchange = SimulatedExchangeAccess(
                        roles: ["Calendars.ReadWrite"], mailboxes: [tenant.mailboxes[0].objectID])
                }
            }
        }
        return PathBench(bench, try configuration(credentials))
    }

    private var roles: [String] {
        switch permission {
        case .granted: ["Calendars.ReadWrite"]
        case .readOnly: ["Calendars.Read"]
        case .alike: ["Calendars.ReadWrite.Shared", "Calendars.ReadWriteAll", "calendars.readwrite"]
        case .inExchange, .none: []
        }
    }

    private func configuration(_ credentials: CredentialBench) throws -> RescindConfiguration {
        var configuration = credentials.bench.configuration
        configuration.tenants = try LabWorld.tenants.map { tenant in
            RescindConfiguration.Tenant(
                profile: TenantProfile(
                    id: tenant.id, domains: [tenant.domain], cloud: cloud(of: tenant).rawValue, permissionCheck: check),
                // The machine has no identity in the restricted tenant, nor that one's certificate a use.
                credential: try credentials.credential(
                    tenant == LabWorld.restricted ? .clientSecret : credential, tenant))
        }
        configuration.clouds = configuration.clouds.filter { served.map(\.rawValue).contains($0.key) }
        configuration.sources = MatrixRule.allCases.compactMap(\.policy)
        configuration.commentCharacters = MatrixRule.workerCommentCharacters
        // Failures by the thousand are the subject here, and not what holds the others back.
        configuration.limits.breaker.failures = .max
        configuration.limits.lanes.cancelsPerMinute = 10_000
        return configuration
    }
}
