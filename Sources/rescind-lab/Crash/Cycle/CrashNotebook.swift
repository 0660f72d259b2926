import Synchronization

/// What a stack has written and what of it has been answered so far. For knowing when to go on, never for the verdict.
final class CrashNotebook: Sendable {
    private struct Notes {
        var sent: [SentRecord] = []
        var open: Set<TopicPosition> = []
        var answered: Set<TopicPosition> = []
    }

    private let notes = Mutex(Notes())

    var sent: [SentRecord] { notes.withLock { $0.sent } }

    /// Records without an outcome.
    var open: Int { notes.withLock { $0.open.count } }

    var answered: Int { notes.withLock { $0.answered.count } }

    func wrote(_ record: SentRecord) {
        notes.withLock { notes in
            notes.sent.append(record)
            if record.isAnswered, !notes.answered.contains(record.position) { notes.open.insert(record.position) }
        }
    }

    /// The worker may be faster than the report of the record's delivery.
    func saw(outcomeOf position: TopicPosition) {
        notes.withLock { notes in
            notes.answered.insert(position)
            notes.open.remove(position)
        }
    }
}
