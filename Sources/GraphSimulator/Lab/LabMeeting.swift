/// The meetings that stand in every lab tenant under fixed ids. Ada organizes all but `sync` and the group's.
package enum LabMeeting: String, Sendable, CaseIterable {
    /// Single meetings in the default calendar, Bruno, Chen and one address without a mailbox invited.
    case review, budget, offsite, interview, demo, workshop
    /// Single meetings in Ada's calendar "Projects".
    case roadmap, hiring
    /// Single meetings in Ada's calendar "Launches" of the calendar group "Programmes".
    case launch, retro
    /// Five daily occurrences, Dina and Elif invited.
    case standup
    /// Three weekly occurrences, Dina and Elif invited.
    case training
    /// Bruno organizes it; Ada and Chen are invited.
    case sync
    /// Single meetings in the group's calendar, organized by the group; Bruno, Chen and one address invited.
    case townhall, planning
    /// Started an hour before the world was made.
    case kickoff

    /// Whether the group organizes it.
    package var isOfGroup: Bool { self == .townhall || self == .planning }

    var organizer: String { self == .sync ? "bruno" : "ada" }

    var attendees: [String] {
        switch self {
        case .sync: ["ada", "chen"]
        case .standup, .training: ["dina", "elif"]
        default: ["bruno", "chen"]
        }
    }

    /// Also invited, from outside: gets the mail and has no copy.
    var hasOutsideAttendee: Bool { kind == .singleInstance && self != .sync }

    var kind: MeetingKind {
        switch self {
        case .standup: .series(occurrences: 5)
        case .training: .series(occurrences: 3, everyDays: 7)
        default: .singleInstance
        }
    }
}
