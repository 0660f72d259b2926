/// A user's or a group's mailbox with its calendars.
package struct SimulatedMailbox: Sendable {
    package let key: MailboxKey
    package let userPrincipalName: String
    package let displayName: String
    package internal(set) var calendars: [String: SimulatedCalendar] = [:]
    package internal(set) var defaultCalendarID = ""
    /// Object ids of a group's members; `nil` for a user's mailbox.
    package internal(set) var members: Set<String>?
    /// Object ids of the users the owner has shared the calendars with, to edit.
    package internal(set) var delegates: Set<String> = []

    package var objectID: String { key.name }
    package var isGroup: Bool { members != nil }

    /// Whether a list of object ids and user principal names has it.
    func isNamed(in names: [String]) -> Bool {
        names.contains { [objectID, userPrincipalName.lowercased()].contains($0.lowercased()) }
    }

    func calendarMatches(_ scope: CalendarScope, id: String) -> Bool {
        switch scope {
        case .mailbox: true
        case .defaultCalendar: id == defaultCalendarID
        case .calendar(let wanted): id == wanted
        case .groupedCalendar(let group, let wanted): id == wanted && calendars[id]?.groupID == group
        }
    }

    /// The calendars a view of `scope` covers; `nil` when the scope names none of this mailbox.
    func calendars(in scope: CalendarScope) -> [SimulatedCalendar]? {
        if case .mailbox = scope {
            // `/users/{id}/calendarView` is the default calendar's view.
            return calendars(in: .defaultCalendar)
        }
        let found = calendars.values.filter { calendarMatches(scope, id: $0.id) }
        return found.isEmpty ? nil : found
    }
}
