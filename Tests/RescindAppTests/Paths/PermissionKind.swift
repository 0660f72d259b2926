import CommandContract
import GraphSimulator

/// Who cancels: the columns of the API page's permission table, the work account once in its own calendars and once in
/// another's.
enum PermissionKind: String, Sendable, CaseIterable {
    case workAccount = "Delegated (work or school account)"
    case delegate = "Delegated, in another's shared calendars"
    case personalAccount = "Delegated (personal Microsoft account)"
    case application = "Application"

    /// Delegate access is a matter of `users` paths alone.
    var paths: [RequestPath] {
        self == .delegate ? RequestPath.all.filter { $0.mailbox == .users } : RequestPath.all
    }

    /// What a command says to cancel by `path` in `cloud`; the cloud is said as a guard, so that it cannot pass for another.
    func command(_ path: RequestPath, in cloud: SimulatedCloud) -> JSONObject {
        JSONObject([
            ("tenant", .string(self == .personalAccount ? LabWorld.personal.tenantID : tenant(cloud).id)),
            ("cloud", .string(cloud.rawValue)),
            ("target", .object(target(path, in: cloud))),
            ("as", account(path, in: cloud).map { .string($0) }),
            ("calendar", calendar(path, in: cloud)),
            ("event", .object(JSONObject([("id", .string(eventID(path, in: cloud)))]))),
            ("comment", .string(PathMatrix.comment)),
        ])
    }

    func eventID(_ path: RequestPath, in cloud: SimulatedCloud) -> String {
        self == .personalAccount && path.mailbox != .groups
            ? LabWorld.personal.eventID(path.meeting) : tenant(cloud).eventID(path.meeting)
    }

    /// The path with the ids of the lab in place, as it must stand on the wire.
    func requestPath(_ path: RequestPath, in cloud: SimulatedCloud) -> String {
        let (calendar, calendarGroup) = calendarIDs(path, in: cloud)
        let ids = [calendarGroup, calendar, eventID(path, in: cloud)].compactMap(\.self)
        let template = path.template.replacing("{id | userPrincipalName}", with: user(cloud))
            .replacing("groups/{id}", with: "groups/\(tenant(cloud).groupID)")
        let filled = ids.reduce(template) { $0.replacing("{id}", with: $1, maxReplacements: 1) }
        return "/v1.0" + filled.replacing("=", with: "%3D").replacing("@", with: "%40")
    }

    private func tenant(_ cloud: SimulatedCloud) -> LabTenant { LabWorld.tenant(in: cloud) }

    private func user(_ cloud: SimulatedCloud) -> String {
        self == .personalAccount ? LabWorld.personal.userPrincipalName : tenant(cloud).mailboxes[0].userPrincipalName
    }

    private func target(_ path: RequestPath, in cloud: SimulatedCloud) -> JSONObject {
        switch path.mailbox {
        // An application has no mailbox to call "me"; whatever name it says, no account has it.
        case .me: JSONObject([("me", .string(signedIn(cloud) ?? "application"))])
        case .users: JSONObject([("user", .string(user(cloud)))])
        case .groups: JSONObject([("group", .string(tenant(cloud).groupID))])
        }
    }

    private func account(_ path: RequestPath, in cloud: SimulatedCloud) -> String? {
        path.mailbox == .me ? nil : signedIn(cloud)
    }

    /// The account's name in ``LabAccounts``.
    private func signedIn(_ cloud: SimulatedCloud) -> String? {
        switch self {
        case .workAccount: "ada-\(tenant(cloud).number)"
        case .delegate: "dina-\(tenant(cloud).number)"
        case .personalAccount: "pia"
        case .application: nil
        }
    }

    private func calendar(_ path: RequestPath, in cloud: SimulatedCloud) -> JSONValue? {
        switch (path.calendar, calendarIDs(path, in: cloud)) {
        case (.events, _): nil
        case (.defaultCalendar, _): .string("default")
        case (_, (let calendar, let calendarGroup)):
            .object(JSONObject([("id", calendar.map { .string($0) }), ("groupId", calendarGroup.map { .string($0) })]))
        }
    }

    private func calendarIDs(_ path: RequestPath, in cloud: SimulatedCloud) -> (calendar: String?, group: String?) {
        let (pia, tenant) = (LabWorld.personal, tenant(cloud))
        let isPersonal = self == .personalAccount
        return switch path.calendar {
        case .events, .defaultCalendar: (nil, nil)
        case .calendar: (isPersonal ? pia.projectsCalendarID : tenant.projectsCalendarID, nil)
        case .calendarInGroup:
            isPersonal
                ? (pia.launchesCalendarID, pia.programmesGroupID)
                : (tenant.launchesCalendarID, tenant.programmesGroupID)
        }
    }
}
