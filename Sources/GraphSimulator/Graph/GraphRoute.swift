/// A Graph path, read segment by segment from the raw request target.
struct GraphRoute: Sendable, Hashable {
    enum Owner: Sendable, Hashable {
        case me
        /// Object id or user principal name.
        case user(String)
        case group(String)
    }

    enum Resource: Sendable, Hashable {
        case event(String)
        case cancel(String)
        case calendarView
    }

    let owner: Owner
    let scope: CalendarScope
    let resource: Resource

    /// - Parameter path: as received, without the query. Each segment is decoded once, after splitting: an encoded
    ///   slash never makes a segment, and like Graph's broker the simulator refuses it.
    init(path: Substring) throws(GraphError) {
        var rest = try Self.segments(of: path)[...]
        let version = rest.popFirst()
        guard version == "v1.0" else { throw .badRequest("Invalid version: \(version ?? "")") }
        owner = try Self.owner(&rest)
        scope = try Self.scope(&rest)
        // A group has one calendar: the API page lists no other form for it.
        if case .group = owner, scope != .mailbox, scope != .defaultCalendar { throw .segmentUnknown("calendars") }
        resource = try Self.resource(&rest)
        if let extra = rest.first { throw .segmentUnknown(extra) }
    }

    private static func segments(of path: Substring) throws(GraphError) -> [String] {
        var segments: [String] = []
        for raw in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = PercentEncoding.decode(raw.utf8) else {
                throw .badRequest("The request URI is not valid.")
            }
            guard !segment.isEmpty, !segment.contains("/"), segment != ".", segment != ".." else {
                throw .segmentUnknown(segment)
            }
            segments.append(segment)
        }
        return segments
    }

    private static func owner(_ rest: inout ArraySlice<String>) throws(GraphError) -> Owner {
        switch rest.popFirst() {
        case "me": return .me
        case "users": return .user(try next(&rest))
        case "groups": return .group(try next(&rest))
        case let other: throw .segmentUnknown(other ?? "")
        }
    }

    private static func scope(_ rest: inout ArraySlice<String>) throws(GraphError) -> CalendarScope {
        switch rest.first {
        case "calendar":
            rest.removeFirst()
            return .defaultCalendar
        case "calendars":
            rest.removeFirst()
            return .calendar(try next(&rest))
        // Older copies of the API page spell it in lower case.
        case "calendarGroups", "calendargroups":
            rest.removeFirst()
            let group = try next(&rest)
            guard rest.popFirst() == "calendars" else { throw .segmentUnknown(group) }
            return .groupedCalendar(group: group, calendar: try next(&rest))
        default:
            return .mailbox
        }
    }

    private static func resource(_ rest: inout ArraySlice<String>) throws(GraphError) -> Resource {
        switch rest.popFirst() {
        case "calendarView":
            return .calendarView
        case "events":
            let id = try next(&rest)
            guard rest.first == "cancel" || rest.first == "microsoft.graph.cancel" else { return .event(id) }
            rest.removeFirst()
            return .cancel(id)
        case let other:
            throw .segmentUnknown(other ?? "")
        }
    }

    private static func next(_ rest: inout ArraySlice<String>) throws(GraphError) -> String {
        guard let segment = rest.popFirst() else { throw .segmentUnknown("") }
        return segment
    }

    var operation: SimulatedOperation {
        switch resource {
        case .event: .read
        case .cancel: .cancel
        case .calendarView: .calendarView
        }
    }

    var method: String {
        if case .cancel = resource { "POST" } else { "GET" }
    }
}
