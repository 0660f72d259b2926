package import ArgumentParser
import CommandContract
import CommandPipeline
import KafkaClient
import Logging
import MeetingCancellation

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `rescind send`: writes one cancel command to the command topic, checked by the worker's own reader first.
package struct SendCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send one cancel command to the command topic.",
        discussion: """
            The command is read by the worker's own decoder before it is sent, so a wrong field is told here. Prints the \
            command's id and where it was stored. Exit status: 0 stored, 65 a field is wrong, 69 Kafka did not take it.
            """
    )

    @OptionGroup(title: "Kafka") var kafka: KafkaOptions
    @OptionGroup(title: "Command") var command: CancelOptions

    @Flag(help: "Print the event instead of sending it.")
    var print = false

    package init() {}

    package func run() async throws {
        let id = command.id ?? UUID().uuidString.lowercased()
        let value = JSONWriter.write(.object(command.event(id: id)))
        let headers = [RecordHeader("content-type", "application/cloudevents+json; charset=UTF-8")]
        let key = try check(value, headers)
        if print {
            Swift.print(String(decoding: value, as: UTF8.self))
            return
        }
        let connection = try kafka.connection()
        let record = OutgoingRecord(
            topic: connection.commands, partition: OutgoingRecord.partitionByKey, key: key, value: value,
            headers: headers.map { KafkaHeader($0) }
        )
        let position = try await Self.send(record, to: connection)
        Swift.print("\(id) → \(connection.commands)[\(position.partition)]@\(position.offset)")
    }

    /// - Returns: the routing key, or nil when the tenant is given by a domain or the mailbox by an account, which only the
    ///   worker's configuration resolves: no key is better than one that another producer would not choose for the same
    ///   mailbox.
    private func check(_ value: [UInt8], _ headers: [RecordHeader]) throws -> [UInt8]? {
        let limit = PipelineLimits().commandBytes
        switch RecordDecoder(maximumBytes: limit).decode(key: nil, value: value, headers: headers) {
        case .command(let command):
            guard !command.tenant.contains("."), let mailbox = command.target.mailbox else { return nil }
            return RoutingKey(tenantID: command.tenant, mailbox: mailbox).bytes
        case .refused(_, let reason, let fault), .undecodable(let reason, let fault):
            StandardError.print("rescind: \(reason.rawValue): \(fault.text)")
            throw ExitCode(65)
        // Only for another type and for a record without a value, neither of which this is.
        case .withdraw, .tombstone: return nil
        }
    }

    private static func send(
        _ record: OutgoingRecord, to kafka: RescindConfiguration.Kafka
    ) async throws -> RecordProducer.Position {
        var logger = Logger(label: "rescind", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .critical
        do throws(KafkaError) {
            let producer = try RecordProducer(
                configuration: RecordProducerConfiguration(connection: kafka.connection), logger: logger
            )
            let result: Result<RecordProducer.Position, KafkaError>
            do { result = .success(try await producer.send(record)) } catch { result = .failure(error) }
            await producer.close()
            return try result.get()
        } catch {
            let servers = kafka.connection.bootstrapServers
            StandardError.print("rescind: Kafka at \(servers) did not take the command: \(error); check --bootstrap")
            throw ExitCode(69)
        }
    }
}
