import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct ErrorMixTests {
    @Test func whatActedIsWhatWasAnswered202OrA504() async throws {
        let configuration = SimulatorConfiguration(seed: 42)
        try await SimulatorHarness.run(configuration: configuration) { harness in
            let tenant = LabWorld.global
            let token = try await harness.token()
            try await harness.addFault(#"{"operation":"cancel","effect":"errorMix","rate":0.7,"times":null}"#)
            var statuses: [Int: Int] = [:]
            for number in 0..<80 {
                let ids = try harness.simulator.addMeeting(
                    tenant: tenant.id, organizer: tenant.mailboxes[number % 12].objectID, attendees: [], start: .now
                )
                let path = "users/\(tenant.mailboxes[number % 12].objectID)/events/\(ids.organizerEventID)"
                let answer = try await harness.cancel(path, token: token)
                statuses[answer.status, default: 0] += 1
                let acted = harness.simulator.eventState(ids.organizerEventID) == .deleted
                #expect(harness.simulator.requestLog.last?.acted == acted)
                switch answer.status {
                case 202: #expect(acted)
                case 504: break
                default: #expect(!acted)
                }
                if answer.status == 429 || answer.status == 503 { #expect(answer.headers["retry-after"].count == 1) }
            }
            #expect(Set(statuses.keys) == [202, 429, 500, 503, 504])
            #expect(harness.simulator.requestLog.contains { $0.fault == "errorMix/answerAfterActing" && $0.acted })
        }
    }
}
