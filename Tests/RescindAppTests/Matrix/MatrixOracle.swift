import CommandContract
import GraphSimulator
import MeetingCancellation

/// What must become of a case, read from docs/sources.md ("In this order"), docs/permissions.md and docs/contracts, and from none
/// of the product's code: it knows nothing of policies, patterns, tokens or answers, only the case's own words.
struct MatrixOracle {
    let worker: MatrixWorker
    /// How many commands of the capped source were let through.
    private var letThrough = 0

    init(_ worker: MatrixWorker) { self.worker = worker }

    /// - Parameter item: in the order in which the worker takes them in, which the cap counts.
    mutating func reason(_ item: MatrixCase) -> OutcomeReason {
        refusalUnasked(item) ?? capped(item) ?? answer(item)
    }

    /// Whether a request about the event itself must never have left: nobody has the right to know it.
    static func isSilent(_ reason: OutcomeReason) -> Bool {
        switch reason {
        case .cancelled, .alreadyCancelled, .wouldCancel, .notOrganizer, .notAMeeting, .seriesNotConfirmed,
            .meetingStarted, .eventNotFound, .accessDenied:
            false
        default: true
        }
    }

    /// The table of docs/sources.md, from top to bottom, without its last row.
    private func refusalUnasked(_ item: MatrixCase) -> OutcomeReason? {
        switch item.rule {
        case .unlisted: return .sourceUnknown
        case .unsigned: return .signatureInvalid
        case .disabled: return .sourceDisabled
        default: break
        }
        if item.tenant == .unknown { return .tenantUnknown }
        if !isOfSource(item) { return .sourceNotAllowed }
        if item.cloud == .wrong { return .cloudMismatch }
        if !worker.served.map(\.rawValue).contains(configuredCloud(item.tenant)) { return .cloudNotServed }
        return pathRefusal(item) ?? sayingRefusal(item)
    }

    private func isOfSource(_ item: MatrixCase) -> Bool {
        // An account that nobody configured names no mailbox: then the tenant alone is asked about.
        let namesNoMailbox = item.path.mailbox == .me && !hasAccount(item)
        switch item.rule {
        case .oneTenant: return item.tenant == .global
        // An object id, and so a group, matches no domain; nor is the personal account's domain among them.
        case .domains:
            let isName = item.path.mailbox == .me || item.path.mailbox == .users && item.mailbox != .byID
            return namesNoMailbox || item.tenant != .personal && isName
        // Ada by name, who is `me` of her own account, and the group.
        case .namedMailboxes:
            let isAda =
                switch item.path.mailbox {
                case .me: item.actor == .owner && item.tenant != .personal
                case .users: item.mailbox == .byName && item.tenant != .personal
                case .groups: true
                }
            return namesNoMailbox || isAda
        default: return true
        }
    }

    private func pathRefusal(_ item: MatrixCase) -> OutcomeReason? {
        switch item.path.mailbox {
        case .me: return hasAccount(item) ? nil : .needsDelegated
        case _ where item.tenant == .personal: return .pathNotAllowed
        case .groups:
            let isListed = item.path.calendar == .events || item.path.calendar == .defaultCalendar
            guard isListed else { return .pathNotAllowed }
            return hasAccount(item) ? nil : .needsDelegated
        case .users: return item.actor == .application || hasAccount(item) ? nil : .needsDelegated
        }
    }

    /// The rows from `allow.paths` to the comment.
    private func sayingRefusal(_ item: MatrixCase) -> OutcomeReason? {
        if item.rule == .usersOnly, item.path.mailbox != .users { return .pathNotAllowed }
        if item.rule == .eventsOnly, item.path.calendar != .events { return .pathNotAllowed }
        if item.rule == .plain, item.saysSeries || item.saysStarted { return .sourceNotAllowed }
        if item.rule == .dryRunOnly, !item.isDryRun { return .dryRunOnly }
        let hasRules = item.rule == .commentRules
        switch item.comment {
        case .leftOut, .blank: return hasRules ? .commentRequired : nil
        case .long: return hasRules ? .commentTooLong : nil
        case .beyondWorker: return .commentTooLong
        case .short: return nil
        }
    }

    private mutating func capped(_ item: MatrixCase) -> OutcomeReason? {
        guard item.rule == .capped else { return nil }
        letThrough += 1
        return letThrough > MatrixRule.cap ? .rateCapExceeded : nil
    }

    /// docs/permissions.md: the tenant's cloud is proven, then the token is looked at, then Graph and the meeting answer.
    private func answer(_ item: MatrixCase) -> OutcomeReason {
        if worker.takesL4ForL5, item.tenant == .usGovL4 { return .cloudMismatch }
        return permissionRefusal(item) ?? (isReached(item) ? meeting(item) : .accessDenied)
    }

    private func isOfApplication(_ item: MatrixCase) -> Bool {
        item.path.mailbox == .users && item.actor == .application
    }

    private func permissionRefusal(_ item: MatrixCase) -> OutcomeReason? {
        if item.tenant == .restricted { return .permissionMissing }
        guard isOfApplication(item) else { return nil }
        switch worker.permission {
        case .granted: return nil
        case .readOnly, .alike: return .permissionMissing
        case .inExchange, .none: return worker.check == .strict ? .permissionUnknown : nil
        }
    }

    /// Whether Graph lets the caller into the mailbox.
    private func isReached(_ item: MatrixCase) -> Bool {
        switch item.path.mailbox {
        case .me: return true
        // Ada is a member, Dina is not.
        case .groups: return item.actor == .owner
        case .users where isOfApplication(item):
            return worker.permission == .granted || worker.permission == .inExchange && item.mailbox != .colleague
        // Nobody shares the colleague's calendar with either.
        case .users: return item.mailbox != .colleague
        }
    }

    private func meeting(_ item: MatrixCase) -> OutcomeReason {
        guard isThere(item) else { return .eventNotFound }
        switch item.meeting {
        case .cancelledCopy: return .alreadyCancelled
        case .attendeeCopy: return .notOrganizer
        case .appointment where item.rule == .noAppointments: return .notAMeeting
        case _ where (item.meeting == .series) != item.saysSeries: return .seriesNotConfirmed
        case .started where !item.saysStarted: return .meetingStarted
        default: return item.isDryRun ? .wouldCancel : .cancelled
        }
    }

    private func isThere(_ item: MatrixCase) -> Bool {
        let isCopy = item.meeting == .attendeeCopy || item.meeting == .cancelledCopy
        let isInNamedCalendar = item.path.calendar == .calendar || item.path.calendar == .calendarInGroup
        if item.meeting == .unknown { return false }
        // Groups and Pia are invited by nobody, and whatever Ada has is not in Dina's own mailbox.
        if isCopy, item.path.mailbox == .groups || item.tenant == .personal { return false }
        if item.path.mailbox == .me, item.actor == .delegate { return false }
        // The named calendars are Ada's, and invitations come into the default one.
        let isColleagues = item.path.mailbox == .users && item.mailbox == .colleague
        return !isInNamedCalendar || !isCopy && !isColleagues
    }

    /// Whether the command names an account of its tenant.
    private func hasAccount(_ item: MatrixCase) -> Bool {
        switch item.actor {
        case .owner: item.tenant != .unknown
        case .delegate: item.tenant != .unknown && item.tenant != .personal
        case .application, .ofOtherTenant, .unknown: false
        }
    }

    private func configuredCloud(_ tenant: MatrixCase.Tenant) -> String {
        switch tenant {
        case .restricted, .personal, .unknown: "global"
        case .usGovL4: worker.takesL4ForL5 ? "usGovL5" : "usGovL4"
        case .global, .usGovL5, .china21Vianet: tenant.rawValue
        }
    }
}
