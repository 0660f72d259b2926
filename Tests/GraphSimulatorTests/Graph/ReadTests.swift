import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct ReadTests {
    private let tenant = LabWorld.global
    private var ada: String { tenant.mailboxes[0].objectID }

    @Test func aReadTellsWhatADecisionNeeds() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            let own = try await harness.send(
                .GET, "/v1.0/users/\(ada)/events/\(tenant.occurrenceID(.standup, 2))", token: token
            ).json
            #expect(own?["type"] == "occurrence")
            #expect(own?["isOrganizer"] == true)
            #expect(own?["isCancelled"] == false)
            #expect(own?["seriesMasterId"]?.string == tenant.eventID(.standup))
            #expect(own?["start"]?["timeZone"] == "UTC")
            #expect(own?["start"]?["dateTime"]?.string?.hasSuffix(":00:00.0000000") == true)
            #expect(own?["organizer"]?["emailAddress"]?["address"] == "ada@aurora.example")
            let copy = try await harness.send(
                .GET, "/v1.0/users/\(ada)/events/\(tenant.attendeeCopyID(.sync, 1))", token: token
            ).json
            #expect(copy?["type"] == "singleInstance")
            #expect(copy?["isOrganizer"] == false)
            let master = try await harness.send(
                .GET, "/v1.0/users/\(ada)/events/\(tenant.eventID(.standup))", token: token
            ).json
            #expect(master?["type"] == "seriesMaster")
            #expect(master?["seriesMasterId"] == .null)
        }
    }

    @Test func afterACancelTheOrganizerReads404AndTheAttendeeReadsCancelled() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            let path = "users/\(ada)/events/\(tenant.eventID(.review))"
            _ = try await harness.cancel(path, token: token)
            let gone = try await harness.send(.GET, "/v1.0/\(path)", token: token)
            #expect(gone.status == 404)
            #expect(gone.errorCode == "ErrorItemNotFound")
            let bruno = tenant.mailboxes[1].objectID
            let copy = try await harness.send(
                .GET, "/v1.0/users/\(bruno)/events/\(tenant.attendeeCopyID(.review, 1))", token: token
            )
            #expect(copy.json?["isCancelled"] == true)
        }
    }

    @Test func preferGivesTheImmutableIdAndEitherIdIsTaken() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            let path = "/v1.0/users/\(ada)/events/"
            let answer = try await harness.send(
                .GET, path + tenant.eventID(.review), token: token,
                headers: [("prefer", "IdType=\"ImmutableId\", outlook.timezone=\"UTC\"")]
            )
            let immutable = try answer.string("id")
            #expect(immutable != tenant.eventID(.review))
            #expect(answer.headers["preference-applied"].first?.contains("IdType=\"ImmutableId\"") == true)
            let again = try await harness.send(.GET, path + immutable, token: token)
            #expect(try again.string("id") == tenant.eventID(.review))
            #expect(again.headers["preference-applied"].isEmpty)
        }
    }

    @Test func selectKeepsOnlyWhatWasAskedFor() async throws {
        try await SimulatorHarness.run { harness in
            let answer = try await harness.send(
                .GET, "/v1.0/users/\(ada)/events/\(tenant.eventID(.review))?$select=type,isOrganizer",
                token: try await harness.token()
            )
            #expect(answer.json?.object?.keys.sorted() == ["@odata.etag", "id", "isOrganizer", "type"])
        }
    }

    @Test func aCalendarViewIsPagedByItsNextLink() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            let from = GraphTime.timestamp(Date())
            let to = GraphTime.timestamp(Date().addingTimeInterval(60 * 86_400))
            let root = try #require(harness.endpoints[.global]?.graphRoot)
            var path = "/v1.0/users/\(ada)/calendarView?startDateTime=\(from)&endDateTime=\(to)&$top=4"
            var ids: [String] = []
            var pages = 0
            while pages < 20 {
                pages += 1
                let answer = try await harness.send(.GET, path, token: token)
                #expect(answer.status == 200)
                let page = try #require(answer.json?["value"]?.array)
                #expect(page.count <= 4)
                ids += page.compactMap { $0["id"]?.string }
                guard let next = answer.json?["@odata.nextLink"]?.string else { break }
                #expect(next.hasPrefix(root))
                path = String(next.dropFirst(root.count))
            }
            // Six single meetings, the kickoff still under way, eight occurrences and Bruno's meeting.
            #expect(ids.count == 16)
            #expect(Set(ids).count == 16)
            #expect(pages == 4)
            #expect(!ids.contains(tenant.eventID(.standup)))
        }
    }

    @Test func aNamedCalendarsViewHoldsOnlyItsOwn() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            let window = "startDateTime=\(GraphTime.timestamp(Date()))&endDateTime=2100-01-01"
            let answer = try await harness.send(
                .GET, "/v1.0/users/\(ada)/calendars/\(tenant.projectsCalendarID)/calendarView?\(window)", token: token
            )
            let ids = answer.json?["value"]?.array?.compactMap { $0["id"]?.string }
            #expect(ids == [tenant.eventID(.roadmap), tenant.eventID(.hiring)])
            let unknown = try await harness.send(
                .GET, "/v1.0/users/\(ada)/calendars/x/calendarView?\(window)", token: token
            )
            #expect(unknown.status == 404)
            let windowless = try await harness.send(.GET, "/v1.0/users/\(ada)/calendarView", token: token)
            #expect(windowless.status == 400)
        }
    }
}
