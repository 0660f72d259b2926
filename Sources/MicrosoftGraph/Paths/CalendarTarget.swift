/// Which calendar of the mailbox holds the event: the middle of every calendar path.
package enum CalendarTarget: Hashable, Sendable {
    /// Not said: `/events`.
    case events
    /// The default calendar: `/calendar/events`.
    case defaultCalendar
    /// A calendar by id: `/calendars/{id}/events`.
    case calendar(String)
    /// A calendar within a calendar group: `/calendarGroups/{groupID}/calendars/{id}/events`.
    case calendarInGroup(groupID: String, id: String)
}
