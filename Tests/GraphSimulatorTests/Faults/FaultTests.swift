import AsyncHTTPClient
import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct FaultTests {
    private let tenant = LabWorld.global
    private var path: String { "users/\(tenant.mailboxes[0].objectID)/events/\(tenant.eventID(.review))" }

    @Test func anAnswerLostAfterActingIsAClosedConnectionAndACancelledMeeting() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            harness.simulator.addFault(FaultRule(operation: .cancel, effect: .dropAfterActing))
            let error = await #expect(throws: HTTPClientError.self) { try await harness.cancel(path, token: token) }
            #expect(error == .remoteConnectionClosed)
            #expect(harness.simulator.eventState(tenant.eventID(.review)) == .deleted)
            #expect(harness.simulator.outbox.count == 3)
            let record = try #require(harness.simulator.requestLog.last)
            #expect(record.acted)
            #expect(record.ending == .dropped)
            #expect(record.status == nil)
            #expect(record.fault == "dropAfterActing")
            // The rule is used up; the next request is answered in order, on a new connection.
            #expect(try await harness.cancel(path, token: token).status == 404)
        }
    }

    @Test func aDropBeforeActingLeavesTheMeeting() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            harness.simulator.addFault(FaultRule(event: tenant.eventID(.review), effect: .dropBeforeActing))
            let error = await #expect(throws: HTTPClientError.self) { try await harness.cancel(path, token: token) }
            #expect(error == .remoteConnectionClosed)
            #expect(harness.simulator.eventState(tenant.eventID(.review)) == .scheduled)
            #expect(harness.simulator.requestLog.last?.acted == false)
            #expect(try await harness.cancel(path, token: token).status == 202)
        }
    }

    @Test func aThrottleAnswersWithoutActing() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            harness.simulator.addFault(
                FaultRule(
                    mailbox: "ADA@aurora.example", times: 2,
                    effect: .answer(FaultAnswer(status: 429, code: "ApplicationThrottled", retryAfter: "2.128"))
                )
            )
            for _ in 0..<2 {
                let answer = try await harness.cancel(path, token: token)
                #expect(answer.status == 429)
                #expect(answer.errorCode == "ApplicationThrottled")
                #expect(answer.headers["retry-after"] == ["2.128"])
                #expect(answer.headers["request-id"].count == 1)
            }
            #expect(harness.simulator.outbox.isEmpty)
            #expect(try await harness.cancel(path, token: token).status == 202)
        }
    }

    @Test func aServerErrorAfterActingCancelsAllTheSame() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            harness.simulator.addFault(
                FaultRule(
                    tenant: tenant.domain, operation: .cancel,
                    effect: .answerAfterActing(FaultAnswer(status: 503, code: "ErrorServerBusy"))
                )
            )
            #expect(try await harness.cancel(path, token: token).status == 503)
            #expect(harness.simulator.eventState(tenant.eventID(.review)) == .deleted)
            #expect(harness.simulator.requestLog.last?.acted == true)
        }
    }

    @Test func aDelayHoldsTheRequestBeforeItActs() async throws {
        let clock = ManualTime(gateOpen: false)
        try await SimulatorHarness.run(time: clock.time) { harness in
            let token = try await harness.token()
            harness.simulator.addFault(FaultRule(operation: .cancel, delayBeforeActing: .seconds(30)))
            async let answer = harness.cancel(path, token: token)
            await clock.someoneWaits()
            #expect(harness.simulator.eventState(tenant.eventID(.review)) == .scheduled)
            #expect(harness.simulator.requestLog.last?.ending == .pending)
            clock.openGate()
            #expect(try await answer.status == 202)
            #expect(clock.waited == [.seconds(30)])
        }
    }

    @Test func aDelayAfterActingHoldsOnlyTheAnswer() async throws {
        let clock = ManualTime(gateOpen: false)
        try await SimulatorHarness.run(time: clock.time) { harness in
            let token = try await harness.token()
            harness.simulator.addFault(FaultRule(operation: .cancel, delayAfterActing: .seconds(30)))
            async let answer = harness.cancel(path, token: token)
            await clock.someoneWaits()
            #expect(harness.simulator.eventState(tenant.eventID(.review)) == .deleted)
            #expect(harness.simulator.requestLog.last?.acted == true)
            #expect(harness.simulator.requestLog.last?.ending == .pending)
            clock.openGate()
            #expect(try await answer.status == 202)
        }
    }

    @Test func theTokenEndpointCanFailInOAuthsForm() async throws {
        try await SimulatorHarness.run { harness in
            harness.simulator.addFault(
                FaultRule(
                    tenant: tenant.id, operation: .token,
                    effect: .answer(FaultAnswer(status: 503, code: "temporarily_unavailable"))
                )
            )
            let answer = try await harness.requestToken(tenant.domain, "", cloud: .global)
            #expect(answer.status == 503)
            #expect(answer.json?["error"] == "temporarily_unavailable")
            #expect(try await harness.token().isEmpty == false)
        }
    }

    @Test func aRefusedTokenUsesUpNoFault() async throws {
        try await SimulatorHarness.run { harness in
            harness.simulator.addFault(FaultRule(operation: .cancel, effect: .dropBeforeActing))
            let refused = try await harness.cancel(path, token: "x")
            #expect(refused.status == 401)
            // Had the refused request used the rule up, this one would be answered.
            let token = try await harness.token()
            await #expect(throws: HTTPClientError.self) { try await harness.cancel(path, token: token) }
        }
    }
}
