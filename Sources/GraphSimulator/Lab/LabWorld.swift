package import FoundationEssentials

/// The world the simulator starts with: one tenant per cloud and one that lacks the permission, all ids fixed.
package enum LabWorld {
    package static let global = LabTenant(
        cloud: .global, number: 1, domain: "aurora.example", clientSecret: "lab-secret-global",
        roles: ["Calendars.ReadWrite"]
    )
    package static let usGovL4 = LabTenant(
        cloud: .usGovL4, number: 2, domain: "bastion.example", clientSecret: "lab-secret-usgov-l4",
        roles: ["Calendars.ReadWrite"]
    )
    package static let usGovL5 = LabTenant(
        cloud: .usGovL5, number: 3, domain: "citadel.example", clientSecret: "lab-secret-usgov-l5",
        roles: ["Calendars.ReadWrite"]
    )
    package static let china21Vianet = LabTenant(
        cloud: .china21Vianet, number: 4, domain: "dragonfly.example", clientSecret: "lab-secret-china",
        roles: ["Calendars.ReadWrite"]
    )
    /// In the global cloud; its application may read calendars and not cancel.
    package static let restricted = LabTenant(
        cloud: .global, number: 5, domain: "ember.example", clientSecret: "lab-secret-restricted",
        roles: ["Calendars.Read"]
    )

    /// A person with a personal Microsoft account, whom only the global cloud serves.
    package static let personal = LabPersonalAccount()

    /// The work tenants.
    package static let tenants = [global, usGovL4, usGovL5, china21Vianet, restricted]

    /// The tenant that may cancel in this cloud.
    package static func tenant(in cloud: SimulatedCloud) -> LabTenant {
        switch cloud {
        case .global: global
        case .usGovL4: usGovL4
        case .usGovL5: usGovL5
        case .china21Vianet: china21Vianet
        }
    }

    /// Builds the world. Meetings start on full hours from a day after `now` on, except `kickoff`.
    ///
    /// Ids do not depend on `now`.
    package static func world(now: Date) throws(WorldError) -> SimulatedWorld {
        var world = SimulatedWorld()
        let hour = Date(timeIntervalSince1970: (now.timeIntervalSince1970 / 3600).rounded(.down) * 3600)
        for tenant in tenants {
            try add(tenant, to: &world, hour: hour, now: now)
        }
        try personal.add(to: &world, hour: hour)
        return world
    }

    private static func add(
        _ tenant: LabTenant, to world: inout SimulatedWorld, hour: Date, now: Date
    ) throws(WorldError) {
        let ada = tenant.userPrincipalName("ada")
        world.addTenant(
            SimulatedTenant(
                id: tenant.id, cloud: tenant.cloud, domains: [tenant.domain],
                applications: [tenant.application] + (tenant == restricted ? [] : tenant.managedIdentities)
            )
        )
        for mailbox in tenant.mailboxes {
            try world.addMailbox(
                tenant: tenant.id, objectID: mailbox.objectID, userPrincipalName: mailbox.userPrincipalName,
                displayName: mailbox.displayName
            )
        }
        try world.addCalendar(tenant: tenant.id, mailbox: ada, name: "Projects", id: tenant.projectsCalendarID)
        try world.addCalendar(
            tenant: tenant.id, mailbox: ada, name: "Launches", id: tenant.launchesCalendarID,
            groupID: tenant.programmesGroupID
        )
        try world.share(tenant: tenant.id, owner: ada, with: tenant.userPrincipalName("dina"))
        try world.addGroup(
            tenant: tenant.id, objectID: tenant.groupID, address: tenant.groupAddress, displayName: "Launch team",
            members: ["ada", "bruno", "chen"].map(tenant.userPrincipalName)
        )
        for (index, meeting) in LabMeeting.allCases.enumerated() {
            let later = hour.addingTimeInterval(Double(25 + index) * 3600)
            let start = meeting == .kickoff ? now.addingTimeInterval(-3600) : later
            _ = try world.addMeeting(
                tenant: tenant.id, organizer: tenant.organizer(of: meeting),
                attendees: meeting.attendees.map(tenant.userPrincipalName)
                    + (meeting.hasOutsideAttendee ? ["guest@outside.example"] : []),
                start: start, kind: meeting.kind, duration: meeting == .kickoff ? 7200 : 1800,
                subject: "Lab \(meeting.rawValue)", calendarID: tenant.calendarID(of: meeting),
                stem: tenant.stem(meeting)
            )
        }
    }
}
