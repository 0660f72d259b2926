import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct RequestLogTests {
    private func record(_ sequence: Int) -> RequestRecord {
        RequestRecord(
            sequence: sequence, time: Date(timeIntervalSince1970: 0), cloud: .global, method: "GET", target: "/",
            clientRequestID: nil, requestID: "r", tenant: nil, application: nil, operation: .read, fault: nil
        )
    }

    @Test func theRingForgetsAndTheCountsDoNot() {
        var log = RequestLog(capacity: 3)
        for sequence in 1...10 { log.arrived(record(sequence)) }
        for sequence in 1...10 {
            log.ended(sequence, .answered(status: 200, code: nil), nil, at: Date(timeIntervalSince1970: 1))
        }
        log.acted(1)
        #expect(log.newest().map(\.sequence) == [8, 9, 10])
        #expect(log.newest(1).map(\.sequence) == [10])
        #expect(log.counts.arrived == 10)
        #expect(log.counts.byStatus == [200: 10])
        #expect(log.counts.acted == 1)
        #expect(log.newest().allSatisfy { $0.status == 200 && !$0.acted })
    }

    @Test func aRequestUnderWayAtAResetTouchesNothingAfterIt() {
        var log = RequestLog(capacity: 3)
        log.arrived(record(1))
        log.reset()
        log.arrived(record(log.nextSequence))
        log.acted(1)
        log.ended(1, .dropped, nil, at: Date(timeIntervalSince1970: 1))
        #expect(log.newest().map(\.sequence) == [2])
        #expect(log.newest().first?.ending == .pending)
        #expect(log.counts.arrived == 1)
        #expect(log.counts.acted == 0)
        #expect(log.counts.dropped == 0)
    }

    @Test func theLogShowsThePathAsReceivedAndNoToken() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            let path = "/v1.0/users/ada%40aurora.example/events/a%2Fb%3D?$select=id"
            _ = try await harness.send(
                .GET, path, token: token, headers: [("client-request-id", "cid")]
            )
            let record = try #require(harness.simulator.requestLog.last)
            #expect(record.target == path)
            #expect(record.status == 400)
            #expect(record.tenant == LabWorld.global.id)
            #expect(record.clientRequestID == "cid")
            #expect(!String(describing: harness.simulator.requestLog).contains(token))
            let control = try await harness.send(.GET, "/_control/requests")
            #expect(!String(decoding: control.body, as: UTF8.self).contains(token))
        }
    }

    @Test func aRecordNamesTenantApplicationAndOperation() async throws {
        try await SimulatorHarness.run { harness in
            let tenant = LabWorld.china21Vianet
            let token = try await harness.token(tenant)
            _ = try await harness.send(.GET, "/v1.0/users/nobody/events/x", cloud: .china21Vianet, token: token)
            let log = harness.simulator.requestLog
            #expect(log.map(\.operation) == [.token, .read])
            #expect(log.map(\.tenant) == [tenant.id, tenant.id])
            #expect(log.last?.application == tenant.clientID)
            #expect(log.last?.ending == .answered(status: 404, code: "Request_ResourceNotFound"))
            #expect(log.map(\.mailbox) == [nil, nil])
        }
    }

    @Test func aRecordTellsWhoseMailboxItWasWhenItEndedAndWhatItAskedToWait() async throws {
        let clock = ManualTime(gateOpen: true)
        try await SimulatorHarness.run(time: clock.time) { harness in
            let (tenant, token) = (LabWorld.global, try await harness.token())
            harness.simulator.addFault(
                FaultRule(effect: .answer(FaultAnswer(status: 429, code: "Throttled", retryAfter: "1.5")))
            )
            for _ in 1...2 {
                let name = tenant.mailboxes[0].userPrincipalName
                _ = try await harness.send(
                    .GET, "/v1.0/users/\(name)/events/\(tenant.eventID(.demo))", token: token)
            }
            let log = harness.simulator.requestLog.suffix(2)
            #expect(log.map(\.mailbox) == Array(repeating: tenant.mailboxes[0].objectID, count: 2))
            #expect(log.map(\.underWay) == [1, 1])
            #expect(log.map(\.retryAfter) == ["1.5", nil])
            #expect(log.map(\.endedAt) == log.map(\.time))
        }
    }
}
