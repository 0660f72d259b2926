import FoundationEssentials

/// Pia, a personal Microsoft account with fixed ids. Her client is public: it refreshes without a secret.
///
/// Her sign-in is at the authority path `consumers`, or at the tenant GUID of all personal accounts.
package struct LabPersonalAccount: Sendable, Hashable {
    package let tenantID = SimulatedTenant.personalAccounts
    package let clientID = "c0000000-0000-4000-8000-0000000000a9"
    package let objectID = "00000000-0000-0000-a900-000000000001"
    package let userPrincipalName = "pia@personal.example"
    package let refreshToken = "lab-refresh-pia"
    package let scopes = ["Calendars.ReadWrite"]
    package let projectsCalendarID = "AAMkLab9_calendar-projectsAAA="
    package let launchesCalendarID = "AAMkLab9_calendar-launchesAAA="
    package let programmesGroupID = "AAMkLab9_group-programmesAAA="

    /// What Pia organizes: two meetings in each of her calendars.
    package static let meetings: [LabMeeting] = [.review, .budget, .roadmap, .hiring, .launch, .retro]

    /// The id of one of `meetings`.
    package func eventID(_ meeting: LabMeeting) -> String {
        GraphIdentifiers.Item(stem: stem(meeting)).ordinary
    }

    func add(to world: inout SimulatedWorld, hour: Date) throws(WorldError) {
        world.addTenant(
            SimulatedTenant(
                id: tenantID, cloud: .global, domains: ["consumers"],
                applications: [
                    SimulatedApplication(
                        clientID: clientID, servicePrincipalID: clientID, secret: nil, roles: [],
                        delegatedAccounts: [
                            .init(user: userPrincipalName, scopes: scopes, refreshToken: refreshToken)
                        ]
                    )
                ]
            )
        )
        try world.addMailbox(
            tenant: tenantID, objectID: objectID, userPrincipalName: userPrincipalName, displayName: "Pia"
        )
        try world.addCalendar(tenant: tenantID, mailbox: objectID, name: "Projects", id: projectsCalendarID)
        try world.addCalendar(
            tenant: tenantID, mailbox: objectID, name: "Launches", id: launchesCalendarID, groupID: programmesGroupID
        )
        for (index, meeting) in Self.meetings.enumerated() {
            _ = try world.addMeeting(
                tenant: tenantID, organizer: objectID, attendees: ["guest@outside.example"],
                start: hour.addingTimeInterval(Double(25 + index) * 3600), subject: "Lab \(meeting.rawValue)",
                calendarID: calendarID(of: meeting), stem: stem(meeting)
            )
        }
    }

    private func stem(_ meeting: LabMeeting) -> String { "Lab9_\(meeting.rawValue)-" }

    private func calendarID(of meeting: LabMeeting) -> String? {
        switch meeting {
        case .roadmap, .hiring: projectsCalendarID
        case .launch, .retro: launchesCalendarID
        default: nil
        }
    }
}
