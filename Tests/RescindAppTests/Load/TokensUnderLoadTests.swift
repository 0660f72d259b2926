import CommandPipeline
import GraphSimulator
import MeetingCancellation
import Testing

@testable import RescindApp

@Suite("Tokens under load", .timeLimit(.minutes(2)))
struct TokensUnderLoadTests {
    private static let count = 1000

    @Test("a thousand commands at once for one tenant cause one request for a token, and each has its one cancellation")
    func oneToken() async throws {
        let (held, taken) = (HeldRequests(), TakenRecords())
        var setting = LoadBench.Setting()
        setting.limits.lanes.concurrency = Self.count
        setting.limits.lanes.inFlightPerMailbox = Self.count
        setting.observer = taken
        try await LoadBench.with(setting, holding: held) { bench in
            // Until all of them want it.
            bench.simulator.graph.addFault(
                FaultRule(operation: .token, delayBeforeActing: HeldRequests.forever))
            try await bench.flow { flow in
                try flow.send(Self.count)
                await taken.reached(Self.count)
                await held.arrived(1)
                held.release()
                await flow.settled()
                flow.expectAllCancelledOnce()
            }
            #expect(bench.tokenStatuses() == [200])
            #expect(bench.simulator.requests(.token) == 1)
            #expect(bench.simulator.requests(.managedIdentity) == 0)
        }
    }

    @Test("commands of two tenants in turn cause one request for a token each")
    func oneTokenEach() async throws {
        try await LoadBench.with { bench in
            try await bench.flow { flow in
                for _ in 0..<10 {
                    for tenant in [LabWorld.global, LabWorld.usGovL4] { try flow.send(10, in: tenant) }
                }
                await flow.settled()
                flow.expectAllCancelledOnce()
            }
            for tenant in [LabWorld.global, LabWorld.usGovL4] { #expect(bench.tokenStatuses(of: tenant) == [200]) }
            #expect(bench.simulator.requests(.token) == 2)
        }
    }
}
