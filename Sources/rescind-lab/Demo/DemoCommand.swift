import ArgumentParser
import GraphSimulator
import KafkaClient
import Logging
import RescindApp
import ServiceLifecycle
import UnixSignals

/// `rescind-lab demo`: the whole product on this machine in a minute.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run mock Kafka, the simulator as four clouds and the worker, and send it commands of every kind.",
        discussion: """
            Exits 0 only when every record has exactly its expected outcome, judged from the topics and the simulator. With \
            --serve nothing is sent: the laboratory stays up for your own commands until SIGINT or SIGTERM.
            """
    )

    @Option(help: "How many commands; beyond one of each kind they are drawn by --seed.")
    var count = 200

    @Option(help: "Seed of the drawn commands.")
    var seed: UInt64 = 1

    @Flag(help: "Take the brokers away for two seconds in the middle of the work.")
    var cutKafka = false

    @Flag(help: "Keep the laboratory up for your own commands.")
    var serve = false

    func validate() throws {
        guard (1...10_000).contains(count) else { throw ValidationError("--count must be 1 to 10000") }
    }

    func run() async throws {
        var logger = Logger(label: "demo")
        logger.logLevel = .error
        let stack = try LabStack(logger: logger)
        let faults: [String]
        do { faults = try await show(stack, logger) } catch {
            try await stack.close()
            throw error
        }
        try await stack.close()
        if !faults.isEmpty { throw ExitCode.failure }
    }

    /// - Returns: what went wrong.
    private func show(_ stack: LabStack, _ logger: Logger) async throws -> [String] {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await stack.simulator.run() }
            let configuration = try await stack.configuration()
            let worker = try Worker(configuration: configuration, logger: logger)
            worker.pausesRead(LabSources.orders)
            defer { group.cancelAll() }
            if serve {
                try await DemoServer(stack: stack, worker: worker).run()
                return []
            }
            // Newer librdkafka can hang in a call that ignores its time-out while the broker is away (#5456); the worker gives
            // such a producer up after 45 s.
            let patience: Duration = cutKafka ? .seconds(100) : .seconds(40)
            return try await DemoRun(
                stack: stack, worker: worker, count: count, seed: seed, patience: patience, cutsKafka: cutKafka
            ).run()
        }
    }
}
