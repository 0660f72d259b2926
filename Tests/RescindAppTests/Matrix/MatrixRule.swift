import GraphSimulator
import MeetingCancellation

/// The sources of the matrix, each held to another rule of docs/sources.md.
enum MatrixRule: String, Sendable, CaseIterable {
    /// May do and say everything.
    case open
    /// May name every mailbox, and has no more than what is the default.
    case plain
    case unlisted, disabled, unsigned
    /// Tenants and mailboxes.
    case oneTenant, domains, namedMailboxes
    case usersOnly, eventsOnly
    case dryRunOnly, commentRules, noAppointments, capped

    static let cap = 5
    /// Of `commentRules`, and what the worker passes on at all.
    static let (sourceCommentCharacters, workerCommentCharacters) = (20, 100)

    var source: String { "/matrix/\(rawValue)" }

    /// nil for the source that nobody configured.
    var policy: SourcePolicy? {
        let all = Set(LabWorld.tenants.map(\.id) + [LabWorld.personal.tenantID])
        var policy = SourcePolicy(
            source: source, tenants: self == .oneTenant ? [LabWorld.global.id] : all, mailboxes: patterns)
        (policy.allowsSeries, policy.allowsStarted) = (self != .plain, self != .plain)
        switch self {
        case .unlisted: return nil
        case .disabled: policy.isEnabled = false
        case .unsigned: policy.mustSign = true
        case .usersOnly: policy.paths = [.usersEvents, .usersCalendar, .usersCalendars, .usersCalendarGroups]
        case .eventsOnly: policy.paths = [.meEvents, .usersEvents, .groupsEvents]
        case .dryRunOnly: policy.isDryRunOnly = true
        case .commentRules:
            policy.needsComment = true
            policy.commentCharacters = Self.sourceCommentCharacters
        case .noAppointments: policy.allowsAppointments = false
        case .capped: policy.caps = RateCaps(perDay: Self.cap)
        case .open, .plain, .oneTenant, .domains, .namedMailboxes: break
        }
        return policy
    }

    private var patterns: [MailboxPattern] {
        switch self {
        case .domains: LabWorld.tenants.map { .domain($0.domain) }
        case .namedMailboxes:
            LabWorld.tenants.flatMap {
                [.exactly($0.mailboxes[0].userPrincipalName), .exactly($0.groupID)]
            }
        default: [.any]
        }
    }
}
