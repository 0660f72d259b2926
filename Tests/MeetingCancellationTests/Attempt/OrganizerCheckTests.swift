import CommandContract
import MeetingCancellation
import Testing

@Suite("Organizer check")
struct OrganizerCheckTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var target = #"{"user":"ada@contoso.example"}"#
        var fields: [String] = []
        var appointments = true
        let meeting: MeetingSnapshot
        /// nil: the cancel goes.
        let reason: OutcomeReason?

        var testDescription: String { name }
    }

    private static let group = #"{"group":"8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"}"#
    private static let asRobot = [#""as":"robot""#]

    /// `isOrganizer` speaks of the calendar's owner, whoever asks: a delegate's command in the organizer's calendar passes, one
    /// in an attendee's does not (Graph "event resource type").
    private static let cases = [
        Case(name: "the organizer's own", meeting: .sample(), reason: nil),
        Case(name: "an attendee's copy", meeting: .sample(organizer: false), reason: .notOrganizer),
        Case(
            name: "a delegate in the organizer's calendar", fields: asRobot, meeting: .sample(), reason: nil),
        Case(
            name: "a delegate in an attendee's calendar", fields: asRobot, meeting: .sample(organizer: false),
            reason: .notOrganizer),
        Case(
            name: "a shared calendar by its id", fields: asRobot + [#""calendar":{"id":"shared"}"#], meeting: .sample(),
            reason: nil),
        Case(name: "me", target: #"{"me":"robot"}"#, meeting: .sample(organizer: false), reason: .notOrganizer),
        Case(name: "a group's calendar", target: group, fields: asRobot, meeting: .sample(), reason: nil),
        Case(
            name: "a group that was invited", target: group, fields: asRobot, meeting: .sample(organizer: false),
            reason: .notOrganizer),
        Case(name: "cancelled already", meeting: .sample(cancelled: true), reason: .alreadyCancelled),
        Case(
            name: "cancelled already, an attendee's copy", meeting: .sample(organizer: false, cancelled: true),
            reason: .alreadyCancelled),
        Case(name: "an appointment", meeting: .sample(attendees: false), reason: nil),
        Case(
            name: "an appointment where none may be cancelled", appointments: false, meeting: .sample(attendees: false),
            reason: .notAMeeting),
        Case(
            name: "a meeting where no appointment may be cancelled", appointments: false,
            meeting: .sample(attendees: true), reason: nil),
        Case(
            name: "somebody else's appointment", appointments: false,
            meeting: .sample(organizer: false, attendees: false), reason: .notOrganizer),
        Case(
            name: "an appointment that is cancelled already", appointments: false,
            meeting: .sample(cancelled: true, attendees: false), reason: .alreadyCancelled),
        Case(
            name: "a series of appointments", fields: [#""extent":"series""#], appointments: false,
            meeting: .sample(kind: .seriesMaster, attendees: false), reason: .notAMeeting),
        Case(
            name: "a dry run of an appointment", fields: [#""dryRun":true"#], appointments: false,
            meeting: .sample(attendees: false), reason: .notAMeeting),
    ]

    @Test("who organizes, and whether it is a meeting, is settled before any request", arguments: cases)
    func settles(_ given: Case) throws {
        let policy = Sample.policy(accounts: [Sample.account]) { $0.allowsAppointments = given.appointments }
        let command = try policy.authorize(Sample.command(target: given.target, fields: given.fields))
        let isDelegated = command.address.access != .application
        let grant = TokenGrant(
            roles: isDelegated ? [] : ["Calendars.ReadWrite"], scopes: isDelegated ? ["Calendars.ReadWrite"] : [])
        var talk = Conversation(command)
        talk.hear([.grant(grant), .meeting(given.meeting)])
        #expect(talk.settlement?.reason == given.reason)
        #expect(talk.sent.isEmpty)
        guard let reason = given.reason else { return #expect(talk.action == .obtainPermission) }
        // What is said to be cancelled was seen to be.
        #expect(talk.settlement?.evidence == (reason == .alreadyCancelled ? .observed : nil))
    }

    @Test("Graph's own refusal of a non-organizer is the same outcome, whatever the read has said")
    func refusedByGraph() throws {
        var talk = Conversation(try Sample.authorized())
        let refusal = ExchangeFailure(
            kind: .notOrganizer, verdict: .permanent, trace: GraphTrace(status: 400, code: "ErrorInvalidRequest"))
        talk.hear([.granted, .meeting(.sample()), .granted, .cancelFailed(refusal)])
        #expect(talk.settlement?.reason == .notOrganizer)
        #expect(talk.settlement?.attempts == 1)
        #expect(talk.settlement?.graph?.status == 400)
    }
}
