import CommandContract
import Foundation
import GraphSimulator

/// Writes the records of each cycle, and gives the simulator their meetings and faults; the same for the same seed.
struct CrashScript {
    private static let tenants = [LabWorld.global, LabWorld.usGovL4]

    let simulator: GraphSimulator
    /// What ids begin with.
    let name: String
    var random: SeededGenerator
    private var written = 0

    init(simulator: GraphSimulator, name: String, seed: UInt64) {
        self.simulator = simulator
        self.name = name
        random = SeededGenerator(seed: seed)
    }

    /// `count` records in an order in which those that belong together keep theirs.
    mutating func cycle(_ count: Int, now: Date) throws -> [ScriptedRecord] {
        var groups: [[ScriptedRecord]] = []
        var places: [Int] = []
        for kind in kinds(count) {
            places += Array(repeating: groups.count, count: kind.records)
            groups.append(try write(kind, now: now))
        }
        places.shuffle(using: &random)
        var next = groups.map { $0.makeIterator() }
        return places.compactMap { next[$0].next() }
    }

    /// Each kind once where there is room, the others drawn.
    private mutating func kinds(_ count: Int) -> [CrashKind] {
        let weighted = CrashKind.allCases.flatMap { Array(repeating: $0, count: $0.weight) }
        var kinds: [CrashKind] = []
        var room = count
        func fits(_ kind: CrashKind) -> Bool { kind.records <= room }
        let all = CrashKind.allCases.shuffled(using: &random)
        for kind in all where count >= 2 * all.count && fits(kind) {
            kinds.append(kind)
            room -= kind.records
        }
        while room > 0 {
            let drawn = weighted.randomElement(using: &random) ?? .plain
            let kind = fits(drawn) ? drawn : .plain
            kinds.append(kind)
            room -= kind.records
        }
        return kinds
    }

    private mutating func write(_ kind: CrashKind, now: Date) throws -> [ScriptedRecord] {
        let first = try command(now)
        switch kind {
        case .plain: return [record(.plain, first)]
        case .pair:
            var second = first
            second.id = nextID()
            return [record(.pair, first), record(.pair, second)]
        case .duplicate: return [record(.plain, first), record(.duplicate, first)]
        case .conflict:
            // In the first one's mailbox: identities are known by partition.
            var second = try command(now, tenant: first.tenant, user: first.user)
            second.id = first.id
            return [record(.plain, first), record(.conflict, second)]
        case .dryRun:
            var rehearsal = first
            rehearsal.id = nextID()
            rehearsal.extra = [("dryRun", .bool(true))]
            return [record(.dryRun, rehearsal), record(.plain, first)]
        case .undecodable:
            let value = first.structured.dropLast() + Array(",}".utf8)
            return [ScriptedRecord(kind: kind, key: first.key, value: value, meeting: first.event)]
        case .tombstone: return [ScriptedRecord(kind: kind, key: first.key, value: nil)]
        case .slow, .answerLost, .answerLostUnseen, .throttled:
            simulator.addFault(fault(kind, event: first.event))
            return [record(kind, first)]
        }
    }

    private mutating func fault(_ kind: CrashKind, event: String) -> FaultRule {
        var rule = FaultRule(event: event, operation: .cancel)
        switch kind {
        case .slow: rule.delayBeforeActing = .milliseconds(Int.random(in: 50...600, using: &random))
        case .throttled:
            rule.effect = .answer(FaultAnswer(status: 429, code: "ApplicationThrottled", retryAfter: "0.5"))
        case .answerLostUnseen:
            rule.effect = .dropAfterActing
            rule.visibilityLag = .milliseconds(150)
        default: rule.effect = .dropAfterActing
        }
        return rule
    }

    /// For a fresh meeting with two attendees.
    private mutating func command(_ now: Date, tenant: String? = nil, user: String? = nil) throws -> CommandDraft {
        let tenants = Self.tenants.filter { tenant == nil || $0.id == tenant }
        let lab = tenants.randomElement(using: &random) ?? LabWorld.global
        let people = lab.mailboxes
        let drawn = people[Int.random(in: 0..<8, using: &random)]
        let organizer = people.first { $0.objectID == user } ?? drawn
        let start = now.addingTimeInterval(3600 * Double(Int.random(in: 24...240, using: &random))).wholeSecond
        let ids = try simulator.addMeeting(
            tenant: lab.id, organizer: organizer.userPrincipalName,
            attendees: people.suffix(2).map(\.userPrincipalName), start: start
        )
        return CommandDraft(id: nextID(), tenant: lab.id, user: organizer.objectID, event: ids.organizerEventID)
    }

    private mutating func nextID() -> String {
        written += 1
        return "\(name)-\(written)"
    }

    private func record(_ kind: CrashKind, _ draft: CommandDraft) -> ScriptedRecord {
        ScriptedRecord(
            kind: kind, key: draft.key, value: draft.structured,
            identity: try? CommandIdentity(source: draft.source, id: draft.id), meeting: draft.event
        )
    }
}
