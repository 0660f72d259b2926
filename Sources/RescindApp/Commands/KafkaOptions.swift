import ArgumentParser
import KafkaClient

/// Where Kafka is: taken from the configuration file, or given directly.
struct KafkaOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "Take bootstrap, topics and security settings from this configuration file.")
    var config: String?

    @Option(help: "Bootstrap servers; wins over the configuration file.")
    var bootstrap: String?

    @Option(help: "Command topic; wins over the configuration file.")
    var topic: String?

    mutating func validate() throws {
        if config == nil, bootstrap == nil { throw ValidationError("give --config or --bootstrap") }
    }

    func connection() throws -> RescindConfiguration.Kafka {
        var kafka =
            try config.map { try ConfigurationFile.load($0).kafka }
            ?? RescindConfiguration.Kafka(connection: KafkaConnection(bootstrapServers: bootstrap ?? ""))
        if let bootstrap { kafka.connection.bootstrapServers = bootstrap }
        if let topic { kafka.commands = topic }
        return kafka
    }
}
