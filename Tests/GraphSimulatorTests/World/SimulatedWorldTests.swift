import FoundationEssentials
import Testing

@testable import GraphSimulator

struct SimulatedWorldTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)
    private let tenant = LabWorld.global

    private func add(
        _ kind: MeetingKind = .singleInstance, attendees: [String] = ["bruno@aurora.example", "x@outside.example"]
    ) throws -> (SimulatedWorld, MeetingIDs) {
        var world = try LabWorld.world(now: now)
        let ids = try world.addMeeting(
            tenant: tenant.domain, organizer: "ada@aurora.example", attendees: attendees, start: now, kind: kind
        )
        return (world, ids)
    }

    private func cancel(_ id: String, in world: inout SimulatedWorld, comment: String? = nil) throws(CancelRefusal) {
        guard let mailbox = world.mailbox(tenant: tenant.id, named: "ada@aurora.example") else { return }
        try world.cancel(
            eventID: id, mailbox: mailbox.key, scope: .mailbox, comment: comment, requestID: "r", at: now
        )
    }

    @Test func aMeetingHasACopyOfItsOwnPerMailboxAndNoneForOutsiders() throws {
        let (world, ids) = try add()
        #expect(ids.attendeeCopies.keys.sorted() == [tenant.mailboxes[1].objectID])
        let copy = try #require(ids.attendeeCopies.values.first)
        #expect(copy != ids.organizerEventID)
        #expect(world.eventState(copy) == .scheduled)
        let numbers = try [ids.organizerEventID, copy].map { try #require(world.eventNumbers[$0]) }
        #expect(numbers.map { world.events[$0].iCalUId } == [ids.iCalUId, ids.iCalUId])
    }

    @Test func aCancelMovesTheOrganizersCopyMarksTheOthersAndMailsEveryAttendee() throws {
        var (world, ids) = try add()
        try cancel(ids.organizerEventID, in: &world, comment: "sorry")
        #expect(world.eventState(ids.organizerEventID) == .deleted)
        #expect(world.eventState(ids.attendeeCopies.values.first ?? "") == .cancelled)
        #expect(world.outbox.map(\.to) == ["bruno@aurora.example", "x@outside.example"])
        #expect(world.outbox.map(\.comment) == ["sorry", "sorry"])
        #expect(world.outbox.first?.from == "ada@aurora.example")
    }

    @Test func aSecondCancelFindsNothingAndMailsNobody() throws {
        var (world, ids) = try add()
        try cancel(ids.organizerEventID, in: &world)
        #expect(throws: CancelRefusal.itemNotFound) { try cancel(ids.organizerImmutableID, in: &world) }
        #expect(world.outbox.count == 2)
        #expect(world.repeatedCancels.values.map(\.self) == [1])
    }

    @Test func anAttendeesCopyIsRefusedAndNothingChanges() throws {
        var world = try LabWorld.world(now: now)
        #expect(throws: CancelRefusal.notOrganizer) { try cancel(tenant.attendeeCopyID(.sync, 1), in: &world) }
        #expect(world.outbox.isEmpty)
        #expect(world.eventState(tenant.eventID(.sync)) == .scheduled)
    }

    @Test func anotherMailboxesIdIsNotFound() throws {
        var world = try LabWorld.world(now: now)
        #expect(throws: CancelRefusal.itemNotFound) { try cancel(tenant.eventID(.sync), in: &world) }
    }

    @Test func anIdInOtherLetterCaseIsNotFound() throws {
        var (world, ids) = try add()
        #expect(throws: CancelRefusal.itemNotFound) { try cancel(ids.organizerEventID.lowercased(), in: &world) }
    }

    @Test func anOccurrenceLeavesTheSeriesStanding() throws {
        var (world, ids) = try add(.series(occurrences: 3))
        try cancel(ids.occurrences[1].id, in: &world)
        #expect(world.eventState(ids.organizerEventID) == .scheduled)
        #expect(ids.occurrences.map { world.eventState($0.id) } == [.scheduled, .deleted, .scheduled])
        #expect(
            ids.occurrences.map { world.eventState($0.attendeeCopies.values.first ?? "") }
                == [.scheduled, .cancelled, .scheduled]
        )
        #expect(world.outbox.map(\.start) == [ids.occurrences[1].start, ids.occurrences[1].start])
    }

    @Test func aSeriesMasterTakesAllOccurrencesWithOneMessagePerAttendee() throws {
        var (world, ids) = try add(.series(occurrences: 3, everyDays: 7))
        try cancel(ids.organizerEventID, in: &world)
        #expect(ids.occurrences.allSatisfy { world.eventState($0.id) == .deleted })
        #expect(ids.occurrences.flatMap(\.attendeeCopies.values).allSatisfy { world.eventState($0) == .cancelled })
        #expect(world.outbox.count == 2)
    }

    @Test func occurrencesDifferInTheirICalUId() throws {
        let (world, ids) = try add(.series(occurrences: 3))
        let uids = try ids.occurrences.map { world.events[try #require(world.eventNumbers[$0.id])].iCalUId }
        #expect(Set(uids + [ids.iCalUId]).count == 4)
    }

    @Test func unknownNamesAndBadRecurrencesAreRefused() throws {
        var world = try LabWorld.world(now: now)
        #expect(throws: WorldError.tenantUnknown("nowhere.example")) {
            try world.addMeeting(tenant: "nowhere.example", organizer: "ada", attendees: [], start: now)
        }
        #expect(throws: WorldError.mailboxUnknown("nobody")) {
            try world.addMeeting(tenant: tenant.id, organizer: "nobody", attendees: [], start: now)
        }
        #expect(throws: WorldError.recurrenceInvalid) {
            try world.addMeeting(
                tenant: tenant.id, organizer: tenant.mailboxes[0].objectID, attendees: [], start: now,
                kind: .series(occurrences: 0)
            )
        }
        #expect(throws: WorldError.identifierTaken(tenant.stem(.review))) {
            try world.addMeeting(
                tenant: tenant.id, organizer: tenant.mailboxes[0].objectID, attendees: [], start: now,
                stem: tenant.stem(.review)
            )
        }
    }

    @Test func mailboxesAreFoundByIdAndNameInAnyLetterCase() throws {
        let world = try LabWorld.world(now: now)
        let byID = world.mailbox(tenant: tenant.id, named: tenant.mailboxes[0].objectID.uppercased())
        let byName = world.mailbox(tenant: tenant.id, named: "ADA@Aurora.Example")
        #expect(byID?.key == byName?.key)
        #expect(byID != nil)
        #expect(world.mailbox(tenant: LabWorld.usGovL4.id, named: "ada@aurora.example") == nil)
    }
}
