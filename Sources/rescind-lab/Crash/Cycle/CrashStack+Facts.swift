import GraphSimulator
import KafkaClient

extension CrashStack {
    /// Reads the topics afresh from their beginning, and the simulator.
    func facts() async throws -> CrashFacts {
        var facts = CrashFacts()
        facts.showsOnlyCommitted = !broker.isMock
        let outcomes = try await snapshot(broker.outcomes)
        facts.outcomes = outcomes.compactMap(PublishedOutcome.init)
        guard facts.outcomes.count == outcomes.count else {
            throw Unreadable(description: "a record of \(broker.outcomes) is no outcome event")
        }
        facts.ledger = try await snapshot(broker.ledger).compactMap { try CrashLedger.fact($0) }
        // After the topics: whatever they tell of has arrived here.
        facts.requests = simulator.requestLog.compactMap(CancelRequest.init)
        facts.mails = simulator.outbox.map(SentMail.init)
        facts.sent = notebook.sent
        let meetings = Set(facts.sent.compactMap(\.meeting))
        facts.cancelledMeetings = meetings.filter { simulator.eventState($0) == .deleted }
        return facts
    }

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    private func snapshot(_ topic: String) async throws -> [KafkaRecord] {
        let records = try await TopicSnapshot.read(
            topic, partitions: CrashBroker.partitions, from: broker.connection, logger: logger
        )
        let first = Dictionary(grouping: records, by: \.topicPartition).mapValues { $0.map(\.offset).min() ?? 0 }
        // The mock keeps 5 MB a partition.
        guard first.values.allSatisfy({ $0 == 0 }) else {
            throw Unreadable(description: "the beginning of \(topic) is gone: run fewer cycles, or more stacks")
        }
        return records
    }
}
