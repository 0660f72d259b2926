import GraphSimulator
import KafkaClient
import RescindApp
import UnixSignals

/// `--serve`: prints where everything is and works on whatever comes.
struct DemoServer: Sendable {
    let stack: LabStack
    let worker: Worker

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        await announce()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            group.addTask {
                for await _ in signals { break }
                worker.stop()
            }
            // Whichever ends first (a signal, or a worker that fails) ends the other.
            try await group.next()
            worker.stop()
            try await group.next()
            group.cancelAll()
        }
    }

    private func announce() async {
        let endpoints = await stack.simulator.endpoints()
        Lab.print("bootstrap: \(stack.cluster.bootstrapServers)")
        Lab.print("topics: \(LabStack.commands) → \(LabStack.outcomes), \(LabStack.deadLetters)")
        Lab.print("source: \(LabStack.source)")
        for cloud in SimulatedCloud.allCases {
            let tenant = LabWorld.tenant(in: cloud)
            let user = tenant.mailboxes[0].objectID
            Lab.print("\(cloud.rawValue): \(endpoints[cloud]?.graphRoot ?? "-")  tenant \(tenant.id)  user \(user)")
            Lab.print("  events: \(tenant.eventID(.review)) \(tenant.eventID(.budget)) \(tenant.eventID(.offsite))")
        }
        Lab.print("ready")
    }
}
