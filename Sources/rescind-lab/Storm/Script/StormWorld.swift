import GraphSimulator

/// Seven tenants in three clouds, with twelve mailboxes each.
enum StormWorld {
    static let throttled = tenant(.global, 1, "throttled.example")
    /// Has the hot mailbox.
    static let crowded = tenant(.global, 2, "crowded.example")
    static let quiet = [
        tenant(.global, 3, "quiet.example"), tenant(.global, 4, "silent.example"),
        tenant(.china21Vianet, 5, "calm.example"),
    ]
    static let away = [tenant(.usGovL4, 6, "away.example"), tenant(.usGovL4, 7, "absent.example")]
    static let tenants = [throttled, crowded] + quiet + away
    static let awayCloud = SimulatedCloud.usGovL4

    static let hotMailbox = crowded.mailboxes[0]

    static func world() throws(WorldError) -> SimulatedWorld {
        var world = SimulatedWorld()
        for tenant in tenants {
            world.addTenant(
                SimulatedTenant(
                    id: tenant.id, cloud: tenant.cloud, domains: [tenant.domain], applications: [tenant.application]
                )
            )
            for mailbox in tenant.mailboxes {
                try world.addMailbox(
                    tenant: tenant.id, objectID: mailbox.objectID, userPrincipalName: mailbox.userPrincipalName,
                    displayName: mailbox.displayName
                )
            }
        }
        return world
    }

    static func places(of group: StormGroup) -> [StormPlace] {
        func all(_ tenants: [LabTenant]) -> [StormPlace] {
            tenants.flatMap { tenant in tenant.mailboxes.map { StormPlace(tenant: tenant, mailbox: $0) } }
        }
        switch group {
        case .quiet: return all(quiet)
        case .neighbours: return all([crowded]).filter { $0.mailbox != hotMailbox }
        case .hot: return [StormPlace(tenant: crowded, mailbox: hotMailbox)]
        // So few that several commands wait in each: one alone would wait as it was told without anybody minding the mailbox.
        case .throttled: return Array(all([throttled]).prefix(4))
        case .away: return all(away)
        }
    }

    /// By the mailbox's object id.
    static let groups: [String: StormGroup] = StormGroup.allCases.reduce(into: [:]) { groups, group in
        for place in places(of: group) { groups[place.mailbox.objectID] = group }
    }

    private static func tenant(_ cloud: SimulatedCloud, _ number: Int, _ domain: String) -> LabTenant {
        LabTenant(
            cloud: cloud, number: number, domain: domain, clientSecret: "lab-secret-storm-\(number)",
            roles: ["Calendars.ReadWrite"]
        )
    }
}
