import FoundationEssentials
import Logging
import ServiceLifecycle
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct GraphSimulatorTests {
    private func simulator(port: Int = 0) throws -> GraphSimulator {
        var logger = Logger(label: "simulator-test")
        logger.logLevel = .critical
        return GraphSimulator(
            configuration: SimulatorConfiguration(basePort: port), world: try LabWorld.world(now: Date()),
            logger: logger
        )
    }

    @Test func everyCloudHasAPortOfItsOwn() async throws {
        try await SimulatorHarness.run { harness in
            #expect(Set(harness.endpoints.keys) == Set(SimulatedCloud.allCases))
            #expect(Set(harness.endpoints.values.map(\.port)).count == 4)
        }
    }

    @Test func aTakenPortEndsRunAndWakesWhoeverWaits() async throws {
        try await SimulatorHarness.run { harness in
            let second = try simulator(port: harness.endpoints[.global]?.port ?? 0)
            async let endpoints = second.endpoints()
            await #expect(throws: (any Error).self) { try await second.run() }
            #expect(await endpoints.isEmpty)
        }
    }

    @Test func aCancelledWaiterIsReleased() async throws {
        let idle = try simulator()
        let waiter = Task { await idle.endpoints() }
        waiter.cancel()
        #expect(await waiter.value.isEmpty)
    }

    @Test func itStopsGracefullyInAServiceGroup() async throws {
        let simulator = try simulator()
        let group = ServiceGroup(
            configuration: .init(
                services: [SimulatorService(simulator: simulator)], logger: Logger(label: "simulator-test")
            )
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            #expect(await simulator.endpoints().count == 4)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

private struct SimulatorService: Service {
    let simulator: GraphSimulator

    func run() async throws { try await simulator.run() }
}
