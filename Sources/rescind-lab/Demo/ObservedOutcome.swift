import CommandContract
import KafkaClient

/// One outcome event as a consumer of the topic sees it.
struct ObservedOutcome: Sendable {
    /// The command it speaks of.
    let command: CommandName
    /// The same for every copy of one outcome.
    let id: String
    let reason: String
    let status: String
    let evidence: String?
    let attempts: Int

    /// - Returns: nil when the record is no outcome event.
    init?(_ record: KafkaRecord) {
        guard let value = record.value, case .object(let event)? = try? JSONReader.read(value),
            case .string(let type)? = event["type"], case .string(let id)? = event["id"],
            case .object(let data)? = event["data"],
            case .string(let reason)? = data["reason"], case .number(let attempts)? = data["attempts"],
            case .object(let position)? = data["position"], case .number(let partition)? = position["partition"],
            case .number(let offset)? = position["offset"], let place = TopicPosition(partition, offset)
        else { return nil }
        if case .string(let subject)? = event["subject"] { command = .id(subject) } else { command = .place(place) }
        self.id = id
        self.reason = reason
        status = type.split(separator: ".").dropLast().last.map(String.init) ?? type
        self.attempts = Int(attempts) ?? -1
        if case .string(let evidence)? = data["evidence"] { self.evidence = evidence } else { evidence = nil }
    }
}

/// A place in the command topic.
struct TopicPosition: Hashable, Sendable {
    let partition: Int32
    let offset: Int64

    init(partition: Int32, offset: Int64) {
        self.partition = partition
        self.offset = offset
    }

    init?(_ partition: String, _ offset: String) {
        guard let partition = Int32(partition), let offset = Int64(offset) else { return nil }
        self.init(partition: partition, offset: offset)
    }
}
