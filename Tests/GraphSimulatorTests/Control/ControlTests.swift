import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct ControlTests {
    private let tenant = LabWorld.global

    @Test func aMeetingCanBeAddedCancelledAndFoundInTheOutbox() async throws {
        try await SimulatorHarness.run { harness in
            let created = try await harness.send(
                .POST, "/_control/meetings",
                body: #"""
                    {"tenant":"aurora.example","organizer":"farid@aurora.example",
                     "attendees":["grace@aurora.example","z@outside.example"],"start":"2030-01-01T09:00:00Z",
                     "occurrences":3,"subject":"Added"}
                    """#
            )
            #expect(created.status == 201)
            let starts = created.json?["occurrences"]?.array?.map { $0["start"] }
            #expect(starts == ["2030-01-01T09:00:00Z", "2030-01-02T09:00:00Z", "2030-01-03T09:00:00Z"])
            let issued = try await harness.send(
                .GET, "/_control/token?tenant=aurora.example&user=farid%40aurora.example"
            )
            let answer = try await harness.cancel(
                "me/events/\(created.string("organizerEventID"))", token: issued.string("access_token"),
                body: #"{"comment":"bye"}"#
            )
            #expect(answer.status == 202)
            let outbox = try await harness.send(.GET, "/_control/outbox")
            let messages = try #require(outbox.json?["messages"]?.array)
            #expect(messages.map { $0["to"] } == ["grace@aurora.example", "z@outside.example"])
            #expect(messages.map { $0["comment"] } == ["bye", "bye"])
        }
    }

    @Test func aFaultCanBePutInForceListedAndRemoved() async throws {
        try await SimulatorHarness.run { harness in
            let body = #"{"operation":"cancel","times":null,"effect":"answer","status":503,"code":"ErrorServerBusy"}"#
            #expect(try await harness.send(.POST, "/_control/faults", body: body).status == 201)
            let rules = try await harness.send(.GET, "/_control/faults").json?["faults"]?.array
            #expect(rules?.map { $0["effect"] } == ["answer"])
            #expect(rules?.map { $0["times"] } == [.null])
            let token = try await harness.token()
            let path = "users/\(tenant.mailboxes[0].objectID)/events/\(tenant.eventID(.review))"
            #expect(try await harness.cancel(path, token: token).status == 503)
            #expect(try await harness.send(.DELETE, "/_control/faults").status == 204)
            #expect(try await harness.cancel(path, token: token).status == 202)
        }
    }

    @Test(arguments: [
        ("faults", #"{"effect":"explode"}"#), ("faults", #"{"effect":"answer"}"#), ("faults", "[]"),
        ("faults", #"{"effect":"delay","operaton":"cancel"}"#), ("faults", #"{"effect":"delay","times":0}"#),
        ("faults", #"{"effect":"delay","cloud":"mars"}"#), ("meetings", #"{"tenant":"aurora.example"}"#),
        ("meetings", #"{"tenant":"nowhere.example","organizer":"x"}"#),
        ("meetings", #"{"tenant":"aurora.example","organizer":"ada@aurora.example","start":"tomorrow"}"#),
    ])
    func aBadControlBodyIsRefused(route: String, body: String) async throws {
        try await SimulatorHarness.run { harness in
            let answer = try await harness.send(.POST, "/_control/\(route)", body: body)
            #expect(answer.status == 400)
            #expect(answer.errorCode != nil)
        }
    }

    @Test func resetBringsTheWorldBackAndTokensStayGood() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            let path = "users/\(tenant.mailboxes[0].objectID)/events/\(tenant.eventID(.review))"
            for _ in 0..<2 {
                #expect(try await harness.cancel(path, token: token).status == 202)
                #expect(try await harness.send(.POST, "/_control/reset").status == 204)
                #expect(harness.simulator.outbox.isEmpty)
                #expect(harness.simulator.requestCounts == RequestCounts())
            }
        }
    }

    @Test func theWorldAndTheCountsAreTold() async throws {
        try await SimulatorHarness.run { harness in
            let world = try await harness.send(.GET, "/_control/world", cloud: .usGovL4)
            let tenants = try #require(world.json?["tenants"]?.array)
            #expect(tenants.map { $0["id"]?.string } == LabWorld.tenants.map(\.id) + [LabWorld.personal.tenantID])
            #expect(tenants.first?["groups"]?.array?.count == 1)
            #expect(tenants.first?["mailboxes"]?.array?.count == 12)
            #expect(tenants.first?["meetings"]?.array?.count == LabMeeting.allCases.count)
            _ = try await harness.send(.GET, "/v1.0/me")
            let counts = try await harness.send(.GET, "/_control/requests?limit=1").json?["counts"]
            // Control requests are not counted.
            #expect(counts?["arrived"] == 1)
            #expect(counts?["byStatus"]?["401"] == 1)
            #expect(try await harness.send(.GET, "/_control/nothing").status == 404)
        }
    }
}
