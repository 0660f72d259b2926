/// Which calendar a request path names.
enum CalendarScope: Sendable, Hashable {
    /// `/events/…`: any calendar of the mailbox.
    case mailbox
    /// `/calendar/events/…`
    case defaultCalendar
    /// `/calendars/{id}/events/…`
    case calendar(String)
    /// `/calendarGroups/{id}/calendars/{id}/events/…`
    case groupedCalendar(group: String, calendar: String)
}
