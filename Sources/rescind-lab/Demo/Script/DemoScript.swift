import CommandContract
import Foundation
import GraphSimulator

/// Writes the demo's cases: each kind once, then, when more are asked for, kinds drawn by the seed. A pair counts as two.
struct DemoScript {
    let simulator: GraphSimulator
    var random: SeededGenerator
    let now: Date
    private(set) var written = 0

    init(simulator: GraphSimulator, seed: UInt64, now: Date) {
        self.simulator = simulator
        self.now = now
        random = SeededGenerator(seed: seed)
    }

    mutating func cases(_ count: Int) throws -> [DemoCase] {
        var cases: [DemoCase] = []
        var kinds = DemoKind.allCases[...]
        while cases.count < count {
            let kind = kinds.popFirst() ?? Self.drawn.randomElement(using: &random) ?? .global
            if kind.isPair, count - cases.count < 2 { continue }
            cases += kind.isPair ? try pair(kind) : [try single(kind)]
        }
        return cases
    }

    /// Each of the others turns its mailbox away for as long as it lasts: a fourth one would never begin before its deadline.
    private static let drawn = DemoKind.allCases.filter {
        ![.lostForGood, .throttledForADay, .unavailable].contains($0)
    }

    // MARK: One case

    private mutating func single(_ kind: DemoKind) throws -> DemoCase {
        written += 1
        switch kind {
        case .global, .usGovL4, .usGovL5, .china21Vianet, .byPrincipalName, .defaultCalendar, .otherCalendar,
            .calendarInGroup, .binaryMode, .withComment, .slow, .anyPartition:
            return try success(kind)
        case .ownMailbox, .group, .byDelegate: return try delegated(kind)
        case .occurrence, .series, .seriesUnconfirmed: return try recurring(kind)
        case .throttledOnce, .failingOnce, .answerLost, .lostForGood: return try troubled(kind)
        case .throttledForADay, .unavailable, .accessDenied, .noMailbox: return try failing(kind)
        case .attendee, .alreadyCancelled, .alreadyGone, .startedMeeting, .movedMeeting, .expired, .dryRun,
            .missingPermission:
            return try refusedByMeeting(kind)
        case .unservedCloud, .unknownPermission, .wrongSignIn, .notRegistered, .withoutConsent, .wrongSecret:
            return misconfigured(kind)
        case .unknownTenant, .sourceUnknown, .sourceNotAllowed, .wrongCloud, .unknownField, .badID, .unknownAccount,
            .groupCalendar, .longComment, .unsupportedType:
            return try refusedByReading(kind)
        case .sourceDisabled, .dryRunsOnly, .commentMissing, .capReached, .appointment, .paused:
            return try refusedBySource(kind)
        case .malformed, .tooLarge: return try undecodable(kind)
        default: return withdrawOfNothing(kind)
        }
    }

    private mutating func pair(_ kind: DemoKind) throws -> [DemoCase] {
        written += 1
        switch kind {
        case .withdrawn, .withdrawnTooLate, .withdrawnBeforehand, .withdrawnWhileHeld: return try takenBack(kind)
        case .collapsed: return try collapsed(kind)
        case .forged: return try forged(kind)
        default: return try repeated(kind)
        }
    }

    mutating func tenant(_ kind: DemoKind) -> LabTenant {
        switch kind {
        case .global: LabWorld.global
        case .usGovL4: LabWorld.usGovL4
        case .usGovL5: LabWorld.usGovL5
        case .china21Vianet: LabWorld.china21Vianet
        case .missingPermission: LabWorld.restricted
        default: LabWorld.tenant(in: SimulatedCloud.allCases.randomElement(using: &random) ?? .global)
        }
    }

    /// A fresh meeting, by default with two attendees, and the command that would cancel it.
    mutating func meeting(
        _ kind: DemoKind, _ meetingKind: MeetingKind = .singleInstance, start: Date? = nil, calendar: String? = nil,
        in tenant: LabTenant? = nil, organizer: LabMailbox? = nil, guests count: Int = 2
    ) throws -> (draft: CommandDraft, ids: MeetingIDs, tenant: LabTenant, start: Date) {
        let tenant = tenant ?? self.tenant(kind)
        let people = tenant.mailboxes
        // Only Ada has calendars beside the default one.
        let organizer = organizer ?? (calendar == nil ? people[Int(random.next() % 8)] : people[0])
        let guests = people.filter { $0 != organizer }.suffix(count).map(\.userPrincipalName)
        let start = start ?? now.addingTimeInterval(Double(3600 * (24 + random.next() % 240))).wholeSecond
        let ids = try simulator.addMeeting(
            tenant: tenant.id, organizer: organizer.userPrincipalName, attendees: guests, start: start,
            kind: meetingKind,
            calendarID: calendar
        )
        var draft = draft(tenant: tenant.id, user: organizer.objectID, event: ids.organizerEventID)
        draft.source = LabSources.ordinary(of: tenant).randomElement(using: &random) ?? LabStack.source
        return (draft, ids, tenant, start)
    }

    func draft(tenant: String, user: String, event: String) -> CommandDraft {
        CommandDraft(id: "demo-\(written)", tenant: tenant, user: user, event: event)
    }

    func structured(
        _ kind: DemoKind, _ draft: CommandDraft, _ reason: OutcomeReason, evidence: OutcomeEvidence? = nil,
        attempts: Int = 0, _ effect: DemoCase.Effect
    ) -> DemoCase {
        DemoCase(
            kind: kind.rawValue, id: draft.id, key: draft.key, value: draft.structured,
            headers: CommandDraft.structuredHeaders,
            reason: reason, evidence: evidence, attempts: attempts, effect: effect
        )
    }
}
