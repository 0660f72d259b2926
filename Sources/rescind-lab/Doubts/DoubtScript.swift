import CommandContract
import Foundation
import GraphSimulator

/// Writes the commands, and gives the simulator their meetings and faults; the same for the same seed.
struct DoubtScript {
    /// A command, and what the judge has to know of it.
    struct Entry: Sendable {
        let doubt: Doubt
        let key: [UInt8]
        let value: [UInt8]
    }

    let simulator: GraphSimulator
    let settings: DoubtSettings
    /// The first meeting of each mailbox.
    let start: Date
    private var random: SeededGenerator
    private var written = 0

    init(simulator: GraphSimulator, settings: DoubtSettings, now: Date) {
        self.simulator = simulator
        self.settings = settings
        start = now.addingTimeInterval(2 * 86_400).wholeSecond
        random = SeededGenerator(seed: settings.seed)
    }

    var isComplete: Bool { written == settings.count }

    /// The next ones, `settings.batch` at most.
    mutating func next() throws -> [Entry] {
        try (0..<min(settings.batch, settings.count - written)).map { _ in try entry() }
    }

    private mutating func entry() throws -> Entry {
        let mailbox = DoubtMailbox.all[written % DoubtMailbox.all.count]
        // Four a day in each mailbox, so that the calendar around a meeting always has others.
        let place = Double(written / DoubtMailbox.all.count)
        let meeting = try simulator.addMeeting(
            tenant: mailbox.tenant.id, organizer: mailbox.objectID, attendees: ["guest@elsewhere.example"],
            start: start.addingTimeInterval(place * 6 * 3600)
        ).organizerEventID
        let kind = DoubtKind.drawn(by: &random)
        simulator.addFault(fault(kind, event: meeting))
        let draft = CommandDraft(
            id: "doubt-\(written)", tenant: mailbox.tenant.id, user: mailbox.objectID, event: meeting)
        written += 1
        return Entry(
            doubt: Doubt(command: draft.id, meeting: meeting, kind: kind), key: draft.key, value: draft.structured
        )
    }

    /// For the first cancel request of the meeting. Whatever comes after it is answered as usual.
    private mutating func fault(_ kind: DoubtKind, event: String) -> FaultRule {
        // Drawn for every kind, so that what the next command draws does not hang on this one's.
        let share = Double.random(in: 0..<1, using: &random)
        let lag = Double.random(in: 0..<1, using: &random)
        let status = [500, 503, 504].randomElement(using: &random) ?? 503
        var rule = FaultRule(event: event, operation: .cancel)
        if kind == .late {
            rule.delayAfterActing = settings.requestTimeout + .seconds(1)
        } else {
            rule.cut = AnswerCut(at: .share(share), ending: kind.isReset ? .reset : .close)
        }
        // Every other one is seen at once.
        if kind.acts, lag >= 0.5 { rule.visibilityLag = settings.longestLag * (2 * lag - 1) }
        let answer = FaultAnswer(status: status, code: "UnknownError", message: "The answer that nobody reads whole.")
        switch kind {
        case .failedClosed, .failedReset: rule.effect = .answerAfterActing(answer)
        case .untouchedClosed, .untouchedReset: rule.effect = .answer(answer)
        case .acceptedClosed, .acceptedReset, .late: break
        }
        return rule
    }
}
