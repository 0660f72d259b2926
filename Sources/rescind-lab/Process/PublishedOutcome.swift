import CommandContract
import KafkaClient

/// A record of the outcome topic.
struct PublishedOutcome: Sendable, Hashable {
    /// Where it stands.
    var place: TopicPosition
    let id: String
    /// The command record it answers.
    let record: TopicPosition
    let status: String
    let reason: String
    /// nil as long as outcomes do not tell.
    var primary: Bool?
    var identity: CommandIdentity?
    /// When the worker decided, in milliseconds since 1970.
    let settledAt: Int64
}

extension PublishedOutcome {
    /// - Returns: nil when the record is no outcome event.
    init?(_ record: KafkaRecord) {
        guard let value = record.value, case .object(let event)? = try? JSONReader.read(value),
            case .string(let id)? = event["id"], case .string(let type)? = event["type"],
            case .object(let data)? = event["data"], case .string(let reason)? = data["reason"],
            case .object(let position)? = data["position"], case .number(let partition)? = position["partition"],
            case .number(let offset)? = position["offset"], let answered = TopicPosition(partition, offset),
            case .object(let timing)? = data["timing"], case .string(let settled)? = timing["settled"],
            let time = Timestamp(rfc3339: settled)
        else { return nil }
        place = TopicPosition(partition: record.topicPartition.partition, offset: record.offset)
        self.id = id
        self.record = answered
        status = type.split(separator: ".").dropLast().last.map(String.init) ?? type
        self.reason = reason
        if case .bool(let primary)? = data["primary"] { self.primary = primary }
        if case .object(let command)? = data["command"], case .string(let source)? = command["source"],
            case .string(let id)? = command["id"]
        {
            identity = try? CommandIdentity(source: source, id: id)
        }
        settledAt = time.milliseconds
    }

    /// It says that a cancel took or may have taken effect.
    var tellsOfCancel: Bool {
        status == OutcomeStatus.cancelled.rawValue || status == OutcomeStatus.unresolved.rawValue
    }
}
