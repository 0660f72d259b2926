import CommandContract
import KafkaClient

/// One outcome event as a consumer of the topic sees it.
struct ObservedOutcome: Sendable {
    /// Of the command it speaks of; nil when nobody could read one.
    let commandID: String?
    /// Of the record it answers.
    let place: TopicPosition
    /// The same for every copy of one outcome.
    let id: String
    let reason: String
    let status: String
    let evidence: String?
    let attempts: Int
    let isPrimary: Bool

    /// - Returns: nil when the record is no outcome event.
    init?(_ record: KafkaRecord) {
        guard let value = record.value else { return nil }
        self.init(value: value)
    }

    init?(value: [UInt8]) {
        guard case .object(let event)? = try? JSONReader.read(value),
            case .string(let type)? = event["type"], case .string(let id)? = event["id"],
            case .object(let data)? = event["data"],
            case .string(let reason)? = data["reason"], case .bool(let isPrimary)? = data["primary"],
            case .number(let attempts)? = data["attempts"],
            case .object(let position)? = data["position"], case .number(let partition)? = position["partition"],
            case .number(let offset)? = position["offset"], let place = TopicPosition(partition, offset)
        else { return nil }
        if case .string(let subject)? = event["subject"] { commandID = subject } else { commandID = nil }
        self.place = place
        self.id = id
        self.reason = reason
        self.isPrimary = isPrimary
        status = type.split(separator: ".").dropLast().last.map(String.init) ?? type
        self.attempts = Int(attempts) ?? -1
        if case .string(let evidence)? = data["evidence"] { self.evidence = evidence } else { evidence = nil }
    }
}

/// A place in a topic; ordered by partition first.
struct TopicPosition: Hashable, Comparable, CustomStringConvertible, Sendable {
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

    static func < (one: TopicPosition, other: TopicPosition) -> Bool {
        (one.partition, one.offset) < (other.partition, other.offset)
    }

    var description: String { "\(partition):\(offset)" }
}
