import FoundationEssentials

/// What the control API and a scenario file can add to the world. The raw value is the path's last segment and the
/// scenario's key.
enum WorldAddition: String, Sendable, CaseIterable {
    case issuers
    case tenants
    /// Changes one that is there.
    case applications
    case mailboxes
    case calendars
    case groups
    case shares
    case meetings

    /// Adds one, read strictly from its members, and tells the ids it got.
    func add(
        _ members: [String: JSONValue], to world: inout SimulatedWorld, now: Date
    ) throws(ControlError) -> JSONValue {
        let body = try ControlBody(members, allowed: allowed)
        return switch self {
        case .issuers: try issuer(body, &world)
        case .tenants: try tenant(body, &world)
        case .applications: try application(body, &world)
        case .mailboxes: try mailbox(body, &world)
        case .calendars: try calendar(body, &world)
        case .groups: try group(body, &world)
        case .shares: try share(body, &world)
        case .meetings: try meeting(body, &world, now)
        }
    }

    private var allowed: Set<String> {
        switch self {
        case .issuers: ["issuer", "keys"]
        case .tenants: ["id", "cloud", "domains", "applications", "knownToGlobalAuthority"]
        case .applications: SimulatedApplication.members.union(["tenant"])
        case .mailboxes: ["tenant", "id", "userPrincipalName", "name"]
        case .calendars: ["tenant", "mailbox", "name", "id", "groupID"]
        case .groups: ["tenant", "id", "address", "name", "members"]
        case .shares: ["tenant", "owner", "delegate"]
        case .meetings:
            [
                "tenant", "organizer", "attendees", "start", "durationMinutes", "subject", "calendar", "occurrences",
                "everyDays", "stem",
            ]
        }
    }

    private func mailbox(_ body: ControlBody, _ world: inout SimulatedWorld) throws(ControlError) -> JSONValue {
        let (tenant, id) = (try body.required("tenant"), try body.required("id"))
        let principal = try body.required("userPrincipalName")
        let name = try body.string("name") ?? principal
        try changing(&world) { world throws(WorldError) in
            try world.addMailbox(tenant: tenant, objectID: id, userPrincipalName: principal, displayName: name)
        }
        return ["id": .string(id.lowercased())]
    }

    private func calendar(_ body: ControlBody, _ world: inout SimulatedWorld) throws(ControlError) -> JSONValue {
        let (tenant, mailbox) = (try body.required("tenant"), try body.required("mailbox"))
        let name = try body.required("name")
        let (id, group) = (try body.string("id"), try body.string("groupID"))
        let added = try changing(&world) { world throws(WorldError) in
            try world.addCalendar(tenant: tenant, mailbox: mailbox, name: name, id: id, groupID: group)
        }
        return ["id": .string(added)]
    }

    private func group(_ body: ControlBody, _ world: inout SimulatedWorld) throws(ControlError) -> JSONValue {
        let (tenant, id) = (try body.required("tenant"), try body.required("id"))
        let address = try body.required("address")
        let name = try body.string("name") ?? address
        let members = try body.strings("members")
        try changing(&world) { world throws(WorldError) in
            try world.addGroup(tenant: tenant, objectID: id, address: address, displayName: name, members: members)
        }
        return ["id": .string(id.lowercased())]
    }

    private func share(_ body: ControlBody, _ world: inout SimulatedWorld) throws(ControlError) -> JSONValue {
        let tenant = try body.required("tenant")
        let (owner, delegate) = (try body.required("owner"), try body.required("delegate"))
        try changing(&world) { world throws(WorldError) in
            try world.share(tenant: tenant, owner: owner, with: delegate)
        }
        return [:]
    }

    private func meeting(
        _ body: ControlBody, _ world: inout SimulatedWorld, _ now: Date
    ) throws(ControlError) -> JSONValue {
        let (tenant, organizer) = (try body.required("tenant"), try body.required("organizer"))
        let attendees = try body.strings("attendees")
        let start = try body.date("start") ?? now.addingTimeInterval(86_400)
        let minutes = try body.integer("durationMinutes", in: 1...100_000) ?? 30
        let everyDays = try body.integer("everyDays", in: 1...366) ?? 1
        let kind = try body.integer("occurrences", in: 1...1000).map {
            MeetingKind.series(occurrences: $0, everyDays: everyDays)
        }
        let (subject, calendar) = (try body.string("subject") ?? "Lab meeting", try body.string("calendar"))
        let stem = try body.string("stem")
        guard stem.map(GraphIdentifiers.isStem) != false else {
            throw .fieldInvalid("stem", "must be 1 to 100 letters, digits, '-' or '_'")
        }
        let ids = try changing(&world) { world throws(WorldError) in
            try world.addMeeting(
                tenant: tenant, organizer: organizer, attendees: attendees, start: start,
                kind: kind ?? .singleInstance, duration: Double(minutes) * 60, subject: subject,
                calendarID: calendar, stem: stem
            )
        }
        return ids.json
    }

    func changing<Result>(
        _ world: inout SimulatedWorld, _ change: (inout SimulatedWorld) throws(WorldError) -> Result
    ) throws(ControlError) -> Result {
        do throws(WorldError) {
            return try change(&world)
        } catch {
            throw .world(error)
        }
    }
}
