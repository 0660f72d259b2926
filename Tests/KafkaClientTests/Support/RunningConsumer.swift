import KafkaClient
import Testing

/// Runs a consumer beside `body`; afterwards it leaves its group, answering every revocation, and has ended.
func withConsumer(_ configuration: ConsumerConfiguration, _ body: (KafkaConsumer) async throws -> Void) async throws {
    let consumer = try KafkaConsumer(configuration: configuration, logger: .quiet)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await consumer.run() }
        do {
            try await body(consumer)
        } catch {
            await leave(consumer)
            throw error
        }
        await leave(consumer)
        try await group.waitForAll()
    }
}

/// Closes the consumer and completes what it is asked to give up.
func leave(_ consumer: KafkaConsumer) async {
    consumer.close()
    while let event = await consumer.nextRebalance() {
        if case .revoked(_, _, let id) = event { consumer.completeRevocation(id) }
    }
}

extension KafkaConsumer {
    func startAtBeginning(_ partitions: [TopicPartition]) {
        start(Dictionary(uniqueKeysWithValues: partitions.map { ($0, PartitionReader.Start.beginning) }))
    }

    /// The next event, which must be an assignment.
    func nextAssignment() async throws -> (partitions: [TopicPartition], epoch: Int) {
        let event = await nextRebalance()
        guard case .assigned(let partitions, let epoch) = event else {
            throw UnexpectedEvent(description: "no assignment but \(String(describing: event))")
        }
        return (partitions.sorted(), epoch)
    }

    /// The next event, which must be a revocation.
    func nextRevocation() async throws -> (partitions: [TopicPartition], lost: Bool, id: Int) {
        let event = await nextRebalance()
        guard case .revoked(let partitions, let lost, let id) = event else {
            throw UnexpectedEvent(description: "no revocation but \(String(describing: event))")
        }
        return (partitions.sorted(), lost, id)
    }

    /// Reads batches until `count` records have come.
    func records(_ count: Int) async -> [KafkaRecord] {
        var records: [KafkaRecord] = []
        while records.count < count, let batch = await nextBatch() {
            records += batch.records
        }
        return records
    }
}

struct UnexpectedEvent: Error, CustomStringConvertible {
    let description: String
}
