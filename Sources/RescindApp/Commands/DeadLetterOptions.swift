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

    @Option(
        help: "Letters and marks to hold in memory at most, a letter is some 1.6 KB; a topic with more is an error.")
    var most = DeadLetterShelf.usualBound

    mutating func validate() throws {
        guard (1...100_000_000).contains(most) else { throw ValidationError("--most is 1 to 100000000") }
        guard (1...300).contains(timeout) else { throw ValidationError("--timeout is 1 to 300 seconds") }
    }

    func topic(_ configuration: RescindConfiguration) -> DeadLetterTopic {
        DeadLetterTopic(kafka: configuration.kafka, timeout: .seconds(timeout))
    }

    func shelf(_ configuration: RescindConfiguration) async throws -> DeadLetterShelf {
        try await topic(configuration).shelf(
            decoder: configuration.recordDecoder, proof: configuration.letterProof, bound: most)
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
        } catch DeadLetterTopic.Failure.tooMany(let bound) {
            StandardError.print(
                "rescind: \(kafka.deadLetters) holds more than \(bound) letters and marks; raise --most if there is memory for them"
            )
            throw ExitCode(65)
        }
        throw ExitCode(69)
    }
}
