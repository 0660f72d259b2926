import CommandContract
import CommandPipeline
import Foundation
import GraphSimulator
import MeetingCancellation
import MicrosoftGraph
import Synchronization
import Testing

@testable import RescindApp

@Suite("Graph as the pipeline's calendar", .timeLimit(.minutes(1)))
struct GraphMeetingCalendarTests {
    @Test("a read brings the facts the guards need, under the immutable id")
    func read() async throws {
        try await CalendarBench.with { bench in
            let ids = try bench.simulator.meeting()
            let snapshot = try await bench.read(bench.address(ids.organizerEventID)).get()
            #expect(snapshot.id == ids.organizerImmutableID)
            #expect(snapshot.iCalUId == ids.iCalUId)
            #expect(snapshot.kind == .singleInstance)
            #expect(snapshot.isOrganizer && !snapshot.isCancelled)
            let hour = Int64(snapshot.start.milliseconds) - Int64(Date().timeIntervalSince1970 * 1000)
            #expect((86_000_000...86_500_000).contains(hour))
        }
    }

    @Test("a meeting and an appointment are told apart, when it is asked for")
    func attendees() async throws {
        try await CalendarBench.with { bench in
            let meeting = bench.address(try bench.simulator.meeting().organizerEventID)
            #expect(try await bench.read(meeting).get().hasAttendees == nil)
            #expect(try await bench.read(meeting, countsAttendees: true).get().hasAttendees == true)
            let alone = try bench.simulator.graph.addMeeting(
                tenant: LabWorld.global.id, organizer: LabWorld.global.mailboxes[0].objectID, attendees: [],
                start: Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + 86_400).rounded(.down)))
            let appointment = bench.address(alone.organizerEventID)
            #expect(try await bench.read(appointment, countsAttendees: true).get().hasAttendees == false)
        }
    }

    @Test("series, occurrence and an attendee's copy are told apart")
    func kinds() async throws {
        try await CalendarBench.with { bench in
            let ids = try bench.simulator.meeting(kind: .series(occurrences: 3))
            #expect(try await bench.read(bench.address(ids.organizerEventID)).get().kind == .seriesMaster)
            let occurrence = try await bench.read(bench.address(ids.occurrences[1].id)).get()
            #expect(occurrence.kind == .occurrence)
            #expect(occurrence.seriesMasterID != nil)
            let (guest, copy) = try #require(ids.attendeeCopies.first)
            let theirs = try await bench.read(bench.address(copy, user: guest)).get()
            #expect(!theirs.isOrganizer)
        }
    }

    @Test("a cancel sends the comment once to each attendee and brings Graph's ids back")
    func cancel() async throws {
        try await CalendarBench.with { bench in
            let ids = try bench.simulator.meeting()
            let trace = try await bench.cancel(bench.address(ids.organizerEventID), comment: "all hands").get()
            #expect(trace.status == 202)
            let logged = try #require(bench.simulator.graph.requestLog.last)
            #expect(trace.requestID == logged.requestID)
            #expect(trace.clientRequestID == logged.clientRequestID)
            #expect(trace.date != nil)
            #expect(bench.simulator.graph.outbox.map(\.comment) == ["all hands", "all hands"])
            #expect(bench.simulator.graph.eventState(ids.organizerEventID) == .deleted)
        }
    }

    @Test("every calendar path is reached")
    func paths() async throws {
        let tenant = LabWorld.global
        try await CalendarBench.with { bench in
            let roads: [(CalendarSelector, LabMeeting)] = [
                (.none, .review), (.defaultCalendar, .budget), (.calendar(id: tenant.projectsCalendarID), .roadmap),
                (.calendarInGroup(groupID: tenant.programmesGroupID, id: tenant.launchesCalendarID), .launch),
            ]
            for (calendar, meeting) in roads {
                let event = tenant.eventID(meeting)
                let trace = try await bench.cancel(bench.address(event, calendar: calendar)).get()
                #expect(trace.status == 202)
                #expect(bench.simulator.graph.eventState(event) == .deleted)
            }
        }
    }

    @Test("the calendar around a start shows the meeting, and no longer after its cancellation")
    func entries() async throws {
        try await CalendarBench.with { bench in
            let ids = try bench.simulator.meeting()
            let address = bench.address(ids.organizerEventID)
            let start = try await bench.read(address).get().start
            let before = await bench.calendar.entries(around: start, at: address, for: try bench.identity(.lookUp))
            #expect(try before.get().contains { $0.id == ids.organizerImmutableID && $0.start == start })
            _ = try await bench.cancel(address).get()
            let after = await bench.calendar.entries(around: start, at: address, for: try bench.identity(.lookUp, 2))
            #expect(try !after.get().contains { $0.id == ids.organizerImmutableID })
        }
    }

    @Test("the client-request-id is the same for the same attempt and differs by purpose and number")
    func requestIDs() async throws {
        try await CalendarBench.with { bench in
            let address = bench.address(try bench.simulator.meeting().organizerEventID)
            for identity in [
                try bench.identity(.read), try bench.identity(.read), try bench.identity(.read, 2),
            ] { _ = await bench.calendar.read(address, countsAttendees: false, for: identity) }
            _ = try await bench.cancel(address)
            let ids = bench.simulator.graph.requestLog.filter { ![.token, .metadata].contains($0.operation) }.map(
                \.clientRequestID)
            #expect(ids.count == 4)
            #expect(ids[0] == ids[1])
            #expect(Set(ids.compactMap(\.self)).count == 3)
        }
    }

    /// Minutes pass with every token that is asked for: the clock is looked at only when one is there.
    @Test(
        "a cancel whose lease ended before its request could start never leaves the process",
        arguments: [(59, true), (60, false), (61, false)]
    )
    func lease(uptime: Int, mayLeave: Bool) async throws {
        var setting = CalendarBench.Setting()
        let asked = Mutex(false)
        setting.secret = {
            asked.withLock { $0 = true }
            return Secret(LabWorld.global.clientSecret)
        }
        setting.clock = ReadClock { asked.withLock { $0 } ? .seconds(uptime) : .zero }
        try await CalendarBench.with(setting) { bench in
            let ids = try bench.simulator.meeting()
            let address = bench.address(ids.organizerEventID)
            let answer = try await bench.cancel(address, latestStart: .seconds(60))
            let cancels = bench.simulator.graph.requestLog.filter { ![.token, .metadata].contains($0.operation) }.count
            #expect(cancels == (mayLeave ? 1 : 0))
            #expect(asked.withLock { $0 })
            guard !mayLeave else {
                _ = try answer.get()
                return
            }
            #expect(answer.failure == ExchangeFailure(kind: .leaseEnded, verdict: .surelyNotProcessed))
            // Reads have no lease.
            _ = try await bench.read(address).get()
        }
    }

    @Test("an id no path can be made of never leaves the process", arguments: ["", "..", "a/b", "a?b", "%2F", "a\nb"])
    func badID(id: String) async throws {
        try await CalendarBench.with { bench in
            let failure = try #require(await bench.cancel(bench.address(id)).failure)
            #expect(failure.kind == .invalidRequest)
            #expect(failure.verdict == .permanent)
            #expect(failure.trace.status == nil)
            #expect(bench.simulator.graph.requestCounts.arrived == 0)
        }
    }
}
