import CommandContract
import CommandPipeline

/// What a reader of the outcome topic sees of one record's outcome.
struct PublishedOutcome: Sendable, Equatable {
    let partition: Int32
    let offset: Int64
    let reason: String
    let command: String?
    let isPrimary: Bool
    let attempts: Int

    /// nil for a dead letter.
    init?(_ entry: CommitBatch.Entry) {
        guard entry.destination == .outcomes, let bytes = entry.record.value, let json = try? JSONReader.read(bytes),
            case .object(let event) = json, case .object(let data) = event["data"],
            case .object(let position) = data["position"], case .number(let partition) = position["partition"],
            case .number(let offset) = position["offset"], case .string(let reason) = data["reason"],
            case .bool(let isPrimary) = data["primary"], case .number(let attempts) = data["attempts"]
        else { return nil }
        self.partition = Int32(partition) ?? -1
        self.offset = Int64(offset) ?? -1
        self.reason = reason
        self.isPrimary = isPrimary
        self.attempts = Int(attempts) ?? -1
        if case .string(let subject) = event["subject"] { command = subject } else { command = nil }
    }
}
