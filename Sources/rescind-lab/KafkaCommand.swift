import ArgumentParser
import KafkaClient
import Logging
import UnixSignals

/// `rescind-lab kafka`: librdkafka's mock brokers alone, with the worker's topics.
struct KafkaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kafka",
        abstract: "Run librdkafka's mock brokers with the worker's topics, for trying things out.",
        discussion: """
            Prints the bootstrap address (its port is random), then serves until SIGINT or SIGTERM. Everything is in memory. \
            The mock proves no transactional promise; workers on it need kafka.plainOffsetCommits: true.
            """
    )

    @Option(help: "Partitions of each topic.")
    var partitions = 4

    func validate() throws {
        guard (1...64).contains(partitions) else { throw ValidationError("--partitions must be 1 to 64") }
    }

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let cluster = try MockCluster(logger: Logger(label: "mock-kafka"))
        let topics = LabStack.topics
        for topic in topics { try cluster.createTopic(topic, partitions: partitions) }
        Lab.print("bootstrap: \(cluster.bootstrapServers)")
        for topic in topics { Lab.print("topic: \(topic) (\(partitions) partitions)") }
        for await _ in signals { break }
        await cluster.close()
    }
}
