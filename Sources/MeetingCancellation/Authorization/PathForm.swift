package import CommandContract

/// One of the ten forms in which Graph's `event: cancel` page addresses an event.
///
/// Raw values are what the configuration's `allow.paths` says: the kind of mailbox, and the last segment before `events`.
package enum PathForm: String, Sendable, CaseIterable {
    case meEvents = "me/events"
    case meCalendar = "me/calendar"
    case meCalendars = "me/calendars"
    case meCalendarGroups = "me/calendarGroups"
    case usersEvents = "users/events"
    case usersCalendar = "users/calendar"
    case usersCalendars = "users/calendars"
    case usersCalendarGroups = "users/calendarGroups"
    case groupsEvents = "groups/events"
    case groupsCalendar = "groups/calendar"

    /// - Returns: nil for the two forms that the page does not list: a group has one calendar.
    package init?(_ target: MeetingTarget, _ calendar: CalendarSelector) {
        let kind =
            switch target {
            case .me: "me"
            case .user: "users"
            case .group: "groups"
            }
        let form =
            switch calendar {
            case .none: "events"
            case .defaultCalendar: "calendar"
            case .calendar: "calendars"
            case .calendarInGroup: "calendarGroups"
            }
        self.init(rawValue: "\(kind)/\(form)")
    }

    package static let all = Set(allCases)

    /// - Parameter text: one form, or `me`, `users` or `groups` for all forms of that kind.
    /// - Returns: nil when the text names none.
    package static func named(_ text: String) -> Set<PathForm>? {
        if let form = PathForm(rawValue: text) { return [form] }
        let forms = all.filter { $0.rawValue.split(separator: "/").first.map(String.init) == text }
        return forms.isEmpty ? nil : forms
    }
}
