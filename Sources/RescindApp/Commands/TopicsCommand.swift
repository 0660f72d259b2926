package import ArgumentParser
import KafkaClient

/// `rescind topics`: whether the topics are as the worker needs them; makes the missing ones; prints the permissions.
package struct TopicsCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "Compare the topics with what the worker needs, create missing ones, print the ACLs.",
        discussion: """
            Never changes a topic that exists. Exit status: 0 nothing is known to be wrong, 1 something is, 78 wrong \
            configuration.
            """
    )

    @Option(name: .shortAndLong, help: "The configuration file.")
    var config: String

    @Flag(help: "Create the topics that are missing.")
    var create = false

    @Option(
        help: """
            Partitions of created topics; an existing command topic's number wins. Default: kafka.topics.partitions, \
            else \(TopicPlan.usualPartitions).
            """)
    var partitions: Int?

    @Option(help: "Replicas of created topics.")
    var replicationFactor = TopicExpectation.advisedReplicas

    @Flag(help: "Print the permissions each role needs, as kafka-acls commands; asks no server.")
    var acls = false

    @Option(help: "The principal of --acls.")
    var principal = "User:PRINCIPAL"

    @Option(help: "Seconds to wait for each answer.")
    var timeout = 10

    package init() {}

    package func validate() throws {
        guard (1...300).contains(timeout) else { throw ValidationError("--timeout is 1 to 300 seconds") }
        guard (1...100_000).contains(partitions ?? 1) else { throw ValidationError("--partitions is 1 to 100000") }
        guard (1...32).contains(replicationFactor) else { throw ValidationError("--replication-factor is 1 to 32") }
        guard partitions == nil || create else { throw ValidationError("--partitions goes with --create") }
        guard !(create && acls) else { throw ValidationError("give --create or --acls") }
    }

    package func run() async throws {
        let configuration = try ConfigurationFile.load(config)
        if acls {
            print(script(configuration.kafka))
            return
        }
        let configured = configuration.kafka.partitions
        if let partitions, configured != 0, partitions != configured {
            throw ValidationError("--partitions differs from kafka.topics.partitions, which is \(configured)")
        }
        let creation = TopicsRun.Creation(partitions: partitions, replicationFactor: replicationFactor)
        let report = await TopicsRun(
            configuration: configuration, creation: create ? creation : nil, timeout: .seconds(timeout)
        ).report()
        print(report.text)
        if report.exitStatus != 0 { throw ExitCode(report.exitStatus) }
    }

    private func script(_ kafka: RescindConfiguration.Kafka) -> String {
        AccessScript(
            rules: AccessRule.all(for: kafka), bootstrapServers: kafka.connection.bootstrapServers,
            principal: principal
        ).text
    }
}
