import CommandContract
import Foundation
import GraphSimulator

/// The names and ids of a case in the lab's world.
struct MatrixPlace {
    private let item: MatrixCase
    private let isPersonal: Bool
    private let pia = LabWorld.personal
    /// Where the case's tenant is none of the lab's, the global one lends its names.
    let tenant: LabTenant

    init(_ item: MatrixCase) {
        self.item = item
        isPersonal = item.tenant == .personal
        tenant =
            switch item.tenant {
            case .usGovL4: LabWorld.usGovL4
            case .usGovL5: LabWorld.usGovL5
            case .china21Vianet: LabWorld.china21Vianet
            case .restricted: LabWorld.restricted
            case .global, .personal, .unknown: LabWorld.global
            }
    }

    var tenantName: String {
        switch item.tenant {
        case .personal: pia.tenantID
        case .unknown: item.isByDomain ? "nowhere.example" : "10000000-0000-4000-8000-00000000000f"
        default: item.isByDomain ? tenant.domain.uppercased() : tenant.id
        }
    }

    var target: JSONObject {
        switch item.path.mailbox {
        case .me: JSONObject([("me", .string(account ?? "application"))])
        case .users: JSONObject([("user", .string(user))])
        case .groups: JSONObject([("group", .string(tenant.groupID))])
        }
    }

    /// The name of the account that is to act.
    var account: String? {
        switch item.actor {
        case .application: nil
        case .owner: isPersonal ? "pia" : "ada-\(tenant.number)"
        case .delegate: isPersonal ? "dina" : "dina-\(tenant.number)"
        case .ofOtherTenant: "ada-\(isPersonal ? 1 : tenant.number % LabWorld.tenants.count + 1)"
        case .unknown: "nobody"
        }
    }

    var calendar: JSONValue? {
        switch item.path.calendar {
        case .events: return nil
        case .defaultCalendar: return .string("default")
        case .calendar: return .object(JSONObject([("id", .string(projects))]))
        case .calendarInGroup:
            let group = isPersonal ? pia.programmesGroupID : tenant.programmesGroupID
            return .object(JSONObject([("id", .string(launches)), ("groupId", .string(group))]))
        }
    }

    private var projects: String { isPersonal ? pia.projectsCalendarID : tenant.projectsCalendarID }
    private var launches: String { isPersonal ? pia.launchesCalendarID : tenant.launchesCalendarID }

    private var isColleague: Bool { item.path.mailbox == .users && item.mailbox == .colleague && !isPersonal }

    private var user: String {
        let owner = tenant.mailboxes[isColleague ? 2 : 0]
        guard item.mailbox == .byID else { return isPersonal ? pia.userPrincipalName : owner.userPrincipalName }
        return isPersonal ? pia.objectID : owner.objectID
    }

    /// - Returns: the event's id in the mailbox addressed; nil when there is to be none.
    func addMeeting(to graph: GraphSimulator) throws -> String? {
        let isCopy = item.meeting == .attendeeCopy || item.meeting == .cancelledCopy
        let mayBeInvited = item.path.mailbox != .groups && !isPersonal
        guard item.meeting != .unknown, item.tenant != .unknown, !isCopy || mayBeInvited else { return nil }
        guard isCopy else { return try addOwn(to: graph) }
        let invited = tenant.mailboxes[isColleague ? 2 : 0]
        let ids = try graph.addMeeting(
            tenant: tenant.id, organizer: tenant.mailboxes[1].objectID, attendees: [invited.userPrincipalName],
            start: start)
        if item.meeting == .cancelledCopy { try graph.cancelByHand(eventID: ids.organizerEventID) }
        return ids.attendeeCopies[invited.objectID]
    }

    private func addOwn(to graph: GraphSimulator) throws -> String {
        let isGroup = item.path.mailbox == .groups
        let organizer = isPersonal ? pia.objectID : tenant.mailboxes[isColleague ? 2 : 0].objectID
        let named: String? =
            switch item.path.calendar {
            case .calendar where !isGroup && !isColleague: projects
            case .calendarInGroup where !isGroup && !isColleague: launches
            default: nil
            }
        return try graph.addMeeting(
            tenant: isPersonal ? pia.tenantID : tenant.id,
            organizer: isGroup && !isPersonal ? tenant.groupID : organizer,
            attendees: item.meeting == .appointment ? [] : ["guest@outside.example"], start: start,
            kind: item.meeting == .series ? .series(occurrences: 2) : .singleInstance, duration: 7200,
            calendarID: named
        ).organizerEventID
    }

    private var start: Date { Date().addingTimeInterval(item.meeting == .started ? -3600 : 86_400) }
}
