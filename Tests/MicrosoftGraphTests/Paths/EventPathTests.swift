import MicrosoftGraph
import Testing

@Suite struct EventPathTests {
    static let user = "5f0c1a52-7a3e-4f4e-9a46-2f3f0f5b7d11"

    /// The page's ten forms, as mailbox, calendar and the path they must become.
    static let forms: [(MailboxTarget, CalendarTarget, String)] = [
        (.me, .events, "/me/events/AA%3D/cancel"),
        (.user(user), .events, "/users/\(user)/events/AA%3D/cancel"),
        (.group(user), .events, "/groups/\(user)/events/AA%3D/cancel"),
        (.me, .defaultCalendar, "/me/calendar/events/AA%3D/cancel"),
        (.user(user), .defaultCalendar, "/users/\(user)/calendar/events/AA%3D/cancel"),
        (.group(user), .defaultCalendar, "/groups/\(user)/calendar/events/AA%3D/cancel"),
        (.me, .calendar("C_1="), "/me/calendars/C_1%3D/events/AA%3D/cancel"),
        (.user(user), .calendar("C-1"), "/users/\(user)/calendars/C-1/events/AA%3D/cancel"),
        (.me, .calendarInGroup(groupID: "G", id: "C"), "/me/calendarGroups/G/calendars/C/events/AA%3D/cancel"),
        (
            .user(user), .calendarInGroup(groupID: "G", id: "C"),
            "/users/\(user)/calendarGroups/G/calendars/C/events/AA%3D/cancel"
        ),
    ]

    @Test("each of the ten forms becomes its path", arguments: forms)
    func form(mailbox: MailboxTarget, calendar: CalendarTarget, path: String) throws {
        let event = try EventPath(mailbox: mailbox, calendar: calendar, eventID: "AA=")
        #expect(event.cancelPath == path)
        #expect(event.eventPath == String(path.dropLast("/cancel".count)))
        #expect(event.calendarViewPath == path.replacing("/events/AA%3D/cancel", with: "/calendarView"))
    }

    @Test("the two group forms the page does not list cannot be built")
    func unlistedForms() {
        #expect(throws: PathError(field: .calendar, rule: .formNotListed)) {
            try EventPath(mailbox: .group(Self.user), calendar: .calendar("C"), eventID: "E")
        }
        #expect(throws: PathError(field: .calendarGroup, rule: .formNotListed)) {
            try EventPath(mailbox: .group(Self.user), calendar: .calendarInGroup(groupID: "G", id: "C"), eventID: "E")
        }
    }

    @Test("the error names the id at fault")
    func field() {
        func error(_ mailbox: MailboxTarget, _ calendar: CalendarTarget, _ event: String) -> PathError? {
            #expect(throws: PathError.self) {
                try EventPath(mailbox: mailbox, calendar: calendar, eventID: event)
            }
        }
        #expect(error(.me, .events, "a/b") == PathError(field: .event, rule: .exchangeSpelling))
        #expect(error(.me, .calendar("a b"), "E") == PathError(field: .calendar, rule: .characterNotAllowed))
        #expect(
            error(.me, .calendarInGroup(groupID: "", id: "C"), "E") == PathError(field: .calendarGroup, rule: .empty)
        )
        #expect(error(.me, .calendarInGroup(groupID: "G", id: "?"), "E")?.field == .calendar)
        #expect(error(.user("x"), .events, "E") == PathError(field: .user, rule: .notGUIDOrPrincipalName))
        #expect(error(.group("a@b.example"), .events, "E") == PathError(field: .group, rule: .notGUID))
    }

    @Test("printing a path shows its form and no id")
    func description() throws {
        let event = try EventPath(
            mailbox: .user("canary@contoso.example"),
            calendar: .calendarInGroup(groupID: "canaryG", id: "canaryC"),
            eventID: "canaryE"
        )
        #expect("\(event)" == "/users/{id}/calendarGroups/{id}/calendars/{id}/events/{id}")
        var dumped = ""
        dump(event, to: &dumped)
        #expect(!dumped.contains("canary"))
    }
}
