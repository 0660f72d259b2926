import CommandContract
import KafkaClient

/// A place in the command topic.
struct CommandPlace: Hashable, Sendable {
    let partition: Int32
    let offset: Int64
}

/// One outcome event as a consumer of the topic sees it.
struct SeenOutcome: Sendable {
    let record: KafkaRecord
    let event: JSONObject
    let data: JSONObject
    /// The record it speaks of.
    let command: CommandPlace

    init?(_ record: KafkaRecord) {
        guard let value = record.value, case .object(let event)? = try? JSONReader.read(value),
            case .object(let data)? = event["data"], case .object(let position)? = data["position"],
            case .number(let partition)? = position["partition"], case .number(let offset)? = position["offset"],
            let partition = Int32(partition), let offset = Int64(offset)
        else { return nil }
        self.record = record
        self.event = event
        self.data = data
        command = CommandPlace(partition: partition, offset: offset)
    }

    var type: String? { text(event["type"]) }
    var subject: String? { text(event["subject"]) }
    var id: String? { text(event["id"]) }
    var reason: String? { text(data["reason"]) }
    var message: String? { text(data["message"]) }
    var evidence: String? { text(data["evidence"]) }
    var attempts: Int? { if case .number(let count)? = data["attempts"] { Int(count) } else { nil } }

    private func text(_ value: JSONValue?) -> String? {
        if case .string(let text)? = value { text } else { nil }
    }
}
