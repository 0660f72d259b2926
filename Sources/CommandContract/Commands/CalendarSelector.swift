/// Through which calendar path the meeting is addressed; the default is none (`…/events/{id}`).
package enum CalendarSelector: Hashable, Sendable {
    case none
    /// `…/calendar/events/{id}`
    case defaultCalendar
    /// `…/calendars/{id}/events/{id}`
    case calendar(id: String)
    /// `…/calendarGroups/{id}/calendars/{id}/events/{id}`
    case calendarInGroup(groupID: String, id: String)
}
