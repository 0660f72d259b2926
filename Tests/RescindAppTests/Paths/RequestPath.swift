import CommandContract
import GraphSimulator
import MeetingCancellation

/// One of the ten request paths of the `event: cancel` page, with what a command says to take it and a lab meeting to
/// cancel by it.
struct RequestPath: Sendable {
    enum Mailbox: String, Sendable, CaseIterable { case me, users, groups }
    enum Calendar: Sendable, CaseIterable { case events, defaultCalendar, calendar, calendarInGroup }

    let mailbox: Mailbox
    let calendar: Calendar

    /// In the page's order.
    static let all: [RequestPath] = Calendar.allCases.flatMap { calendar in
        Mailbox.allCases.compactMap { mailbox in
            let isListed = mailbox != .groups || calendar == .events || calendar == .defaultCalendar
            return isListed ? RequestPath(mailbox: mailbox, calendar: calendar) : nil
        }
    }

    /// As the page writes it.
    var template: String { "/\(mailboxTemplate)\(calendarTemplate)/events/{id}/cancel" }

    private var mailboxTemplate: String {
        switch mailbox {
        case .me: "me"
        case .users: "users/{id | userPrincipalName}"
        case .groups: "groups/{id}"
        }
    }

    private var calendarTemplate: String {
        switch calendar {
        case .events: ""
        case .defaultCalendar: "/calendar"
        case .calendar: "/calendars/{id}"
        case .calendarInGroup: "/calendarGroups/{id}/calendars/{id}"
        }
    }

    var meeting: LabMeeting {
        switch (mailbox, calendar) {
        case (.groups, .events): .townhall
        case (.groups, _): .planning
        case (_, .events): .review
        case (_, .defaultCalendar): .budget
        case (_, .calendar): .roadmap
        case (_, .calendarInGroup): .launch
        }
    }
}
