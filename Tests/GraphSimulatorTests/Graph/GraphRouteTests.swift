import Testing

@testable import GraphSimulator

struct GraphRouteTests {
    private func parse(_ path: String) throws(GraphError) -> GraphRoute {
        try GraphRoute(path: path[...])
    }

    @Test(arguments: [
        ("me/events", CalendarScope.mailbox),
        ("me/calendar/events", .defaultCalendar),
        ("me/calendars/c=/events", .calendar("c=")),
        ("me/calendarGroups/g/calendars/c/events", .groupedCalendar(group: "g", calendar: "c")),
        ("me/calendargroups/g/calendars/c/events", .groupedCalendar(group: "g", calendar: "c")),
    ])
    func everyFormOfThePageIsUnderstood(prefix: String, scope: CalendarScope) throws {
        let route = try parse("/v1.0/\(prefix)/e%3D/cancel")
        #expect(route.owner == .me)
        #expect(route.scope == scope)
        #expect(route.resource == .cancel("e="))
        #expect(try parse("/v1.0/\(prefix)/e%3D/microsoft.graph.cancel") == route)
        #expect(try parse("/v1.0/\(prefix)/e%3D").resource == .event("e="))
    }

    @Test func ownersAreTakenFromTheirSegment() throws {
        #expect(try parse("/v1.0/users/a%40b.example/events/e").owner == .user("a@b.example"))
        #expect(try parse("/v1.0/users/a@b.example/calendarView").owner == .user("a@b.example"))
        #expect(try parse("/v1.0/groups/g/calendar/events/e/cancel").owner == .group("g"))
    }

    @Test func segmentsAreDecodedOnceAndPlusIsNoSpace() throws {
        #expect(try parse("/v1.0/me/events/a%252Fb").resource == .event("a%2Fb"))
        #expect(try parse("/v1.0/me/events/a+b").resource == .event("a+b"))
    }

    @Test(arguments: [
        "/v1.0/me/events/a%2Fb/cancel", "/v1.0/me/events/a/b/cancel", "/v1.0//me/events/a", "/v1.0/me/events/a/",
        "/v1.0/me/events/../cancel", "/v1.0/me/events/%2e%2e/cancel", "/v1.0/me/events", "/v1.0/me/events/a/cancel/x",
        "/v1.0/users/events/e/cancel", "/v1.0/me/calendarGroups/g/events/e", "/v1.0/Me/events/e", "/v1.0/organization",
        "/v1.0/groups/g/calendars/c/events/e/cancel", "/v1.0/groups/g/calendarGroups/p/calendars/c/events/e",
        "/v1.0",
    ])
    func aPathThatIsNotServedExactlyIsRefused(path: String) {
        let error = #expect(throws: GraphError.self) { try parse(path) }
        #expect(error?.code == "RequestBroker--ParseUri")
        #expect(error?.status == 400)
    }

    @Test(arguments: [
        "/v1.0/me/events/%", "/v1.0/me/events/%4", "/v1.0/me/events/%zz", "/v1.0/me/events/%ff", "/beta/me",
    ])
    func brokenEscapesAndOtherVersionsAreBadRequests(path: String) {
        let error = #expect(throws: GraphError.self) { try parse(path) }
        #expect(error?.code == "BadRequest")
    }
}
