import CommandContract

/// A record that the harness wrote to the command topic.
struct SentRecord: Sendable, Hashable {
    let position: TopicPosition
    let kind: CrashKind
    /// nil when none can be read from it.
    var identity: CommandIdentity?
    /// Event id of the meeting it names, readable or not.
    var meeting: String?
    var cycle = 0

    /// A tombstone is counted and skipped by the worker.
    var isAnswered: Bool { kind != .tombstone }
}
