import GraphSimulator

/// A cancellation message in the simulator's outbox.
struct SentMail: Sendable, Hashable {
    let meeting: String
    let to: String
    /// Milliseconds since 1970.
    let time: Int64

    init(meeting: String, to: String, time: Int64) {
        self.meeting = meeting
        self.to = to
        self.time = time
    }

    init(_ message: OutboxMessage) {
        self.init(meeting: message.eventID, to: message.to, time: message.sentAt.milliseconds)
    }
}
