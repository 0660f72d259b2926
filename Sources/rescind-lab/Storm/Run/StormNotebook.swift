import Foundation
import Synchronization

/// What was written, what was answered, and what memory was seen, as it happens.
final class StormNotebook: Sendable {
    struct Note: Sendable {
        let record: SentRecord
        let group: StormGroup
        let sent: ContinuousClock.Instant
    }

    private struct Notes {
        var written: [Note] = []
        var outcomes: [PublishedOutcome] = []
        /// By the command's record, the first that was seen.
        var answers: [TopicPosition: (status: String, seen: ContinuousClock.Instant)] = [:]
        var open: Set<TopicPosition> = []
        var memory: [(at: ContinuousClock.Instant, bytes: Int)] = []
    }

    private let notes = Mutex(Notes())

    /// Records without an outcome.
    var open: Int { notes.withLock { $0.open.count } }

    var written: Int { notes.withLock { $0.written.count } }

    var bytes: Int? { notes.withLock { $0.memory.last?.bytes } }

    func wrote(_ note: Note) {
        notes.withLock { notes in
            notes.written.append(note)
            // The worker may be faster than the report of the record's delivery.
            if notes.answers[note.record.position] == nil { notes.open.insert(note.record.position) }
        }
    }

    func saw(_ outcome: PublishedOutcome) {
        let now = ContinuousClock.now
        notes.withLock { notes in
            notes.outcomes.append(outcome)
            notes.open.remove(outcome.record)
            if notes.answers[outcome.record] == nil { notes.answers[outcome.record] = (outcome.status, now) }
        }
    }

    func saw(bytes: Int) { notes.withLock { $0.memory.append((.now, bytes)) } }

    /// Tells what it has, with times from `start` on; commands before it only woke the worker.
    func tell(_ facts: inout StormFacts, since start: ContinuousClock.Instant) {
        let notes = notes.withLock { $0 }
        facts.records.sent = notes.written.map(\.record)
        facts.records.outcomes = notes.outcomes
        facts.unanswered = notes.open.count
        facts.memory = notes.memory.map { MemorySample(at: $0.at - start, bytes: $0.bytes) }
        facts.answers = notes.written.compactMap { note in
            guard note.sent >= start, let answer = notes.answers[note.record.position] else { return nil }
            return StormAnswer(
                group: note.group, sent: note.sent - start, took: answer.seen - note.sent, status: answer.status)
        }
        let last = facts.answers.map { $0.sent + $0.took }.max()
        facts.drained = facts.unanswered == 0 ? last.map { max(.zero, $0 - facts.settings.end) } : nil
    }
}
