import ArgumentParser
import KafkaClient

/// `rescind dead-letters show`.
struct ShowLetterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one dead letter with its headers."
    )

    @OptionGroup(title: "Kafka") var options: DeadLetterOptions

    @Argument(help: "PARTITION:OFFSET in the dead-letter topic.")
    var position: String

    @Flag(help: "Print key and value too: they may name people.")
    var value = false

    func validate() throws { _ = try place() }

    func run() async throws {
        let configuration = try ConfigurationFile.load(options.config)
        let (partition, offset) = try place()
        let record = try await options.withKafka(configuration) {
            let topic = TopicPartition(topic: configuration.kafka.deadLetters, partition: partition)
            return try await options.topic(configuration).record(at: topic, offset: offset)
        }
        guard let record else {
            StandardError.print("rescind: \(configuration.kafka.deadLetters) holds no record at \(position)")
            throw ExitCode(66)
        }
        let report = LetterReport(record: record, showsValue: value)
        print(options.json ? report.json : report.text)
    }

    private func place() throws -> (partition: Int32, offset: Int64) {
        let parts = position.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let partition = Int32(parts[0]), let offset = Int64(parts[1]), partition >= 0,
            offset >= 0
        else { throw ValidationError("give the letter as PARTITION:OFFSET, such as 3:127") }
        return (partition, offset)
    }
}
