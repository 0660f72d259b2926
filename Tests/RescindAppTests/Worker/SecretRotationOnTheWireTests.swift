import GraphSimulator
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("The worker's secret over mock Kafka and simulated Graph", .timeLimit(.minutes(2)))
struct SecretRotationOnTheWireTests {
    private static let tenant = LabWorld.global

    @Test("secret and tokens are replaced while the worker cancels: one more token, and nothing is lost")
    func replaced() async throws {
        try await Laboratory.with { lab in
            try await TemporaryFolder.with { folder in
                let mount = try MountedSecret(in: folder, ["secret": Self.tenant.clientSecret])
                let places = try await lab.send(try Self.commands(0..<150, lab))
                try await lab.withWorker(try Self.configuration(mount, lab)) { _ in
                    _ = try await lab.read(Laboratory.outcomes) { $0.count >= 20 }
                    try mount.swap(to: ["secret": "the-next-lab-secret"])
                    try lab.simulator.graph.changeApplication(tenant: Self.tenant.id, clientID: Self.tenant.clientID) {
                        $0.secrets = [SimulatedSecret("the-next-lab-secret")]
                    }
                    try lab.simulator.graph.revoke(SimulatedRevocation(tenant: Self.tenant.id))
                    let more = try await lab.send(try Self.commands(150..<200, lab))
                    try await Self.expectCancelledOnce(places + more, lab)
                }
                let tokens = lab.simulator.graph.requestLog.filter { $0.operation == .token }
                #expect(tokens.map(\.status) == [200, 200])
                #expect(lab.simulator.graph.requestCounts.acted == 200)
            }
        }
    }

    private static func configuration(_ mount: MountedSecret, _ lab: Laboratory) throws -> RescindConfiguration {
        var configuration = try lab.configuration()
        let file = mount.file("secret")
        let credential = try ClientSecretCredential(tenantID: tenant.id, clientID: tenant.clientID) { try file.read() }
        configuration.tenants = [RescindConfiguration.Tenant(profile: tenant.profile, credential: credential)]
        return configuration
    }

    private static func commands(_ numbers: Range<Int>, _ lab: Laboratory) throws -> [SentRecord] {
        try numbers.map { number in
            let organizer = number % tenant.mailboxes.count
            return .cancel(
                try lab.simulator.meeting(organizer: organizer).organizerEventID, id: "rotation-\(number)",
                user: tenant.mailboxes[organizer].objectID)
        }
    }

    private static func expectCancelledOnce(_ places: [CommandPlace], _ lab: Laboratory) async throws {
        let records = try await lab.read(Laboratory.outcomes) { $0.count >= places.count }
        let outcomes = Dictionary(grouping: records.compactMap { SeenOutcome($0) }, by: \.command)
        let others = outcomes.filter { $0.value.map(\.reason) != ["cancelled"] }
        #expect(others.mapValues { $0.map(\.reason) } == [:])
        #expect(Set(outcomes.keys) == Set(places))
    }
}
