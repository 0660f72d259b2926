import FoundationEssentials
import Testing

@testable import GraphSimulator

struct CalendarViewTests {
    private let base = Date(timeIntervalSince1970: 1_800_000_000)

    /// Ada's world with nothing but the given meetings: hours from `base` and durations in hours.
    private func view(
        of meetings: [(start: Double, hours: Double)], from: Double, to: Double
    ) throws -> [Double] {
        var world = SimulatedWorld()
        let tenant = LabWorld.global
        world.addTenant(SimulatedTenant(id: tenant.id, cloud: .global, domains: [], applications: []))
        try world.addMailbox(
            tenant: tenant.id, objectID: "a", userPrincipalName: "a@x.example", displayName: "A"
        )
        for meeting in meetings {
            _ = try world.addMeeting(
                tenant: tenant.id, organizer: "a", attendees: [], start: base.addingTimeInterval(meeting.start * 3600),
                duration: meeting.hours * 3600
            )
        }
        let events = try #require(
            world.calendarView(
                mailbox: MailboxKey(tenant: tenant.id, name: "a"), scope: .mailbox,
                from: base.addingTimeInterval(from * 3600), to: base.addingTimeInterval(to * 3600), at: base
            )
        )
        return events.map { $0.start.timeIntervalSince(base) / 3600 }
    }

    @Test func theWindowIsHalfOpen() throws {
        #expect(try view(of: [(0, 1), (1, 1), (2, 1), (3, 1)], from: 1, to: 3) == [1, 2])
    }

    @Test func aLongMeetingThatBeganBeforeTheWindowIsListed() throws {
        #expect(try view(of: [(5, 1), (0, 10), (1, 1)], from: 4, to: 6) == [0, 5])
    }

    @Test func meetingsAtTheSameTimeAreAllListed() throws {
        #expect(try view(of: [(1, 1), (1, 1), (1, 2)], from: 0, to: 9) == [1, 1, 1])
    }

    @Test func aSeriesIsExpandedAndLosesItsCancelledOccurrence() throws {
        var world = try LabWorld.world(now: base)
        let tenant = LabWorld.global
        let ada = MailboxKey(tenant: tenant.id, name: tenant.mailboxes[0].objectID)
        try world.cancel(
            eventID: tenant.occurrenceID(.standup, 2), mailbox: ada, scope: .mailbox, comment: nil, requestID: "r",
            at: base
        )
        let events = try #require(
            world.calendarView(
                mailbox: ada, scope: .mailbox, from: base, to: base.addingTimeInterval(30 * 86_400), at: base
            )
        )
        let ids = Set(events.map(\.id))
        #expect(!ids.contains(tenant.eventID(.standup)))
        #expect(
            (1...5).map { ids.contains(tenant.occurrenceID(.standup, $0)) } == [true, false, true, true, true]
        )
    }

    @Test func anAttendeesCancelledCopyStaysInTheView() throws {
        var world = try LabWorld.world(now: base)
        let tenant = LabWorld.global
        let ada = MailboxKey(tenant: tenant.id, name: tenant.mailboxes[0].objectID)
        let bruno = MailboxKey(tenant: tenant.id, name: tenant.mailboxes[1].objectID)
        try world.cancel(
            eventID: tenant.eventID(.review), mailbox: ada, scope: .mailbox, comment: nil, requestID: "r", at: base
        )
        let events = try #require(
            world.calendarView(
                mailbox: bruno, scope: .mailbox, from: base, to: base.addingTimeInterval(30 * 86_400), at: base
            )
        )
        #expect(events.first { $0.id == tenant.attendeeCopyID(.review, 1) }?.state == .cancelled)
    }
}
