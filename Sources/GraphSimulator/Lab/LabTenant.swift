/// A tenant of the lab world, with every id a command or a curl line needs.
package struct LabTenant: Sendable, Hashable {
    package let cloud: SimulatedCloud
    /// Distinguishes the fixed ids of this tenant from those of the others.
    package let number: Int
    package let domain: String
    package let clientSecret: String
    /// Application permissions of the registered application.
    package let roles: [String]

    /// - Parameter number: 1 to 9; in one world each only once.
    package init(cloud: SimulatedCloud, number: Int, domain: String, clientSecret: String, roles: [String]) {
        self.cloud = cloud
        self.number = number
        self.domain = domain
        self.clientSecret = clientSecret
        self.roles = roles
    }

    /// Tenant GUID, e.g. `10000000-0000-4000-8000-000000000001`.
    package var id: String { "10000000-0000-4000-8000-00000000000\(number)" }
    package var clientID: String { "c0000000-0000-4000-8000-00000000000\(number)" }
    var servicePrincipalID: String { "50000000-0000-4000-8000-00000000000\(number)" }

    /// Client id and object id of the machine's own identity.
    package var machineIdentityID: String { "d0000000-0000-4000-8000-00000000000\(number)" }
    package var machineIdentityObjectID: String { "d1000000-0000-4000-8000-00000000000\(number)" }
    /// Client id, object id and resource id of an identity assigned to the machine; the application takes its tokens as
    /// a federated credential.
    package var assignedIdentityID: String { "d2000000-0000-4000-8000-00000000000\(number)" }
    package var assignedIdentityObjectID: String { "d3000000-0000-4000-8000-00000000000\(number)" }
    package var assignedIdentityResourceID: String { "/subscriptions/lab/identities/worker-\(number)" }

    /// The cluster whose tokens the application takes once a key of it is published, and whose they have to be.
    package static let clusterIssuer = "https://cluster.lab.example"
    package static let clusterSubject = "system:serviceaccount:rescind:worker"

    /// Twelve, in alphabetical order; the first is Ada, who signed in to the application.
    package var mailboxes: [LabMailbox] {
        Self.people.enumerated().map { index, name in
            let place = index < 9 ? "0\(index + 1)" : "\(index + 1)"
            return LabMailbox(
                objectID: "a\(number)000000-0000-4000-8000-0000000000\(place)",
                userPrincipalName: "\(name)@\(domain)",
                displayName: name.prefix(1).uppercased() + name.dropFirst()
            )
        }
    }

    /// Yields delegated tokens for Ada's `/me`.
    package var refreshToken: String { "lab-refresh-ada-\(number)" }
    /// Yields delegated tokens for Dina, who may edit Ada's calendars; she is in no group.
    package var delegateRefreshToken: String { "lab-refresh-dina-\(number)" }
    /// The permissions in Dina's tokens.
    package var delegateScopes: [String] { roles.flatMap { [$0, "\($0).Shared"] } }

    /// Object id of the group "Launch team", of which Ada, Bruno and Chen are members.
    package var groupID: String { "b\(number)000000-0000-4000-8000-000000000001" }
    package var groupAddress: String { "launch-team@\(domain)" }

    /// Ada's calendar outside the default one.
    package var projectsCalendarID: String { "AAMkLab\(number)_calendar-projectsAAA=" }
    package var launchesCalendarID: String { "AAMkLab\(number)_calendar-launchesAAA=" }
    /// The calendar group that holds "Launches".
    package var programmesGroupID: String { "AAMkLab\(number)_group-programmesAAA=" }

    /// The organizer's copy; of a series, its master.
    package func eventID(_ meeting: LabMeeting) -> String {
        GraphIdentifiers.Item(stem: stem(meeting)).ordinary
    }

    /// The organizer's copy of an occurrence, counted from 1.
    package func occurrenceID(_ meeting: LabMeeting, _ place: Int) -> String {
        GraphIdentifiers.Item(stem: "\(stem(meeting))O\(place)").ordinary
    }

    /// The copy of the n-th invited mailbox, counted from 1 (Bruno's of `review` is 1, Chen's 2).
    package func attendeeCopyID(_ meeting: LabMeeting, _ place: Int) -> String {
        GraphIdentifiers.Item(stem: "\(stem(meeting))A\(place)").ordinary
    }

    func stem(_ meeting: LabMeeting) -> String { "Lab\(number)_\(meeting.rawValue)-" }

    func organizer(of meeting: LabMeeting) -> String {
        meeting.isOfGroup ? groupID : userPrincipalName(meeting.organizer)
    }

    func userPrincipalName(_ person: String) -> String { "\(person)@\(domain)" }

    func calendarID(of meeting: LabMeeting) -> String? {
        switch meeting {
        case .roadmap, .hiring: projectsCalendarID
        case .launch, .retro: launchesCalendarID
        default: nil
        }
    }

    private static let people = [
        "ada", "bruno", "chen", "dina", "elif", "farid", "grace", "hugo", "ines", "jonas", "kira", "luca",
    ]
}
