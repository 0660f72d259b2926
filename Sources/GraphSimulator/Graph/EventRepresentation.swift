import FoundationEssentials

/// Writes an event as Graph's JSON.
struct EventRepresentation: Sendable {
    let world: SimulatedWorld
    let now: Date
    let immutableIDs: Bool
    /// Property names of `$select`; `nil` = all.
    let selected: Set<String>?

    init(world: SimulatedWorld, now: Date, preferences: GraphPreferences, query: FormBody) {
        self.world = world
        self.now = now
        immutableIDs = preferences.immutableIDs
        selected = query["$select"].map { Set($0.split(separator: ",").map { $0.filter { $0 != " " } }) }
    }

    func json(of event: SimulatedEvent) -> JSONValue {
        guard case .object(let members) = allMembers(of: event) else { return .null }
        guard let selected else { return .object(members) }
        // Like Graph, `id` and the etag come along whatever was selected.
        return .object(members.filter { $0.key == "id" || $0.key.hasPrefix("@") || selected.contains($0.key) })
    }

    private func allMembers(of event: SimulatedEvent) -> JSONValue {
        let meeting = world.meetings[event.meeting]
        let response = event.isOrganizer ? "organizer" : "notResponded"
        let state = event.stateShown(at: now)
        let changeKey = state == .scheduled ? "AAAAAAAAAAE=" : "AAAAAAAAAAI="
        return [
            "@odata.etag": .string("W/\"\(changeKey)\""),
            "id": .string(id(of: event)),
            "changeKey": .string(changeKey),
            "iCalUId": .string(event.iCalUId),
            "type": .string(event.kind.rawValue),
            "seriesMasterId": JSONValue(optional: event.master.map { id(of: world.events[$0]) }),
            "originalStart": JSONValue(
                optional: event.kind == .occurrence ? GraphTime.timestamp(event.start) : nil
            ),
            "isOrganizer": .bool(event.isOrganizer),
            "isCancelled": .bool(state == .cancelled),
            "isDraft": false,
            "isAllDay": false,
            "subject": .string((state == .cancelled ? "Canceled: " : "") + meeting.subject),
            "start": Self.time(event.start),
            "end": Self.time(event.end),
            "organizer": Self.recipient(meeting.organizer),
            "attendees": .array(meeting.attendees.map(Self.attendee)),
            "responseStatus": ["response": .string(response), "time": "0001-01-01T00:00:00Z"],
            "createdDateTime": .string(GraphTime.timestamp(meeting.created)),
            "lastModifiedDateTime": .string(GraphTime.timestamp(meeting.created)),
        ]
    }

    private func id(of event: SimulatedEvent) -> String {
        immutableIDs ? event.immutableID : event.id
    }

    private static func time(_ date: Date) -> JSONValue {
        ["dateTime": .string(GraphTime.dateTime(date)), "timeZone": "UTC"]
    }

    private static func recipient(_ person: SimulatedMeeting.Attendee) -> JSONValue {
        ["emailAddress": ["name": .string(person.name), "address": .string(person.address)]]
    }

    private static func attendee(_ person: SimulatedMeeting.Attendee) -> JSONValue {
        [
            "type": "required",
            "status": ["response": "none", "time": "0001-01-01T00:00:00Z"],
            "emailAddress": ["name": .string(person.name), "address": .string(person.address)],
        ]
    }
}
