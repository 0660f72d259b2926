import ArgumentParser
import CommandContract
import KafkaClient

/// Where the dead letters are, and how they are printed.
struct DeadLetterOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "The configuration file.")
    var config: String

    @Flag(help: "Print one JSON object instead of text.")
    var json = false

    @Option(help: "Seconds to wait for each answer.")
    var timeout = 10

    mutating func validate() throws {
        guard (1...300).contains(timeout) else { throw ValidationError("--timeout is 1 to 300 seconds") }
    }

    func topic(_ configuration: RescindConfiguration) -> DeadLetterTopic {
        DeadLetterTopic(kafka: configuration.kafka, timeout: .seconds(timeout))
    }

    func shelf(_ configuration: RescindConfiguration) async throws -> DeadLetterShelf {
        try await topic(configuration).shelf(
            decoder: configuration.recordDecoder, proof: configuration.letterProof)
    }

    /// Ends the command with one line when Kafka does not do what `body` asks.
    func withKafka<Value>(_ configuration: RescindConfiguration, _ body: () async throws -> Value) async throws -> Value
    {
        let kafka = configuration.kafka
        do { return try await body() } catch let error as KafkaError {
            let reason = ConfigurationFile.withoutValues(error, kafka)
            StandardError.print("rescind: Kafka at \(kafka.connection.bootstrapServers): \(reason)")
        } catch DeadLetterTopic.Failure.silent(let partition) {
            StandardError.print("rescind: \(partition) tells nothing for \(timeout) s; has it a leader?")
        }
        throw ExitCode(69)
    }
}
