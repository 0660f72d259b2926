import ArgumentParser
import CommandContract
import CommandPipeline
import KafkaClient
import Logging
import MeetingCancellation

/// A command as `rescind send` and `rescind withdraw` write it to the command topic, read by the worker's own decoder first.
struct WrittenCommand {
    let id: String
    let value: [UInt8]
    private static let headers = [RecordHeader("content-type", "application/cloudevents+json; charset=UTF-8")]

    init(id: String, event: JSONObject) {
        self.id = id
        value = JSONWriter.write(.object(event))
    }

    /// Prints the event, or sends it and prints its id and where it was stored.
    /// - Throws: the exit status 65 when a field is wrong, 69 when Kafka did not take it, 78 for a wrong configuration.
    func write(to kafka: KafkaOptions, printing: Bool) async throws {
        let key = try routingKey()
        if printing {
            Swift.print(String(decoding: value, as: UTF8.self))
            return
        }
        let connection = try kafka.connection()
        let record = OutgoingRecord(
            topic: connection.commands, partition: OutgoingRecord.partitionByKey, key: key, value: value,
            headers: Self.headers.map { KafkaHeader($0) }
        )
        let position = try await Self.send(record, to: connection)
        Swift.print("\(id) → \(connection.commands)[\(position.partition)]@\(position.offset)")
    }

    /// - Returns: nil when the tenant is given by a domain or the mailbox by an account, which only the worker's configuration
    ///   resolves: no key is better than one that another producer would not choose for the same mailbox.
    private func routingKey() throws -> [UInt8]? {
        let limit = PipelineLimits().commandBytes
        switch RecordDecoder(maximumBytes: limit).decode(key: nil, value: value, headers: Self.headers) {
        case .command(let command): return Self.routingKey(command.tenant, command.target)
        case .withdraw(let withdraw): return Self.routingKey(withdraw.tenant, withdraw.target)
        case .refused(_, let reason, let fault), .undecodable(let reason, let fault):
            StandardError.print("rescind: \(reason.rawValue): \(fault.text)")
            throw ExitCode(65)
        // Only for a record without a value, which this is not.
        case .tombstone: return nil
        }
    }

    private static func routingKey(_ tenant: String, _ target: MeetingTarget) -> [UInt8]? {
        guard !tenant.contains("."), let mailbox = target.mailbox else { return nil }
        return RoutingKey(tenantID: tenant, mailbox: mailbox).bytes
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
