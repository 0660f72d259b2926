import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct AnswerCutTests {
    private let tenant = LabWorld.global
    private var path: String { "users/\(tenant.mailboxes[0].objectID)/events/\(tenant.eventID(.review))" }

    @Test(arguments: [
        (0, 0), (0.004, 1), (0.5, 125), (0.999, 249), (1, 249),
    ])
    func aShareIsOfTheWholeAnswerAndLeavesAByteOut(share: Double, bytes: Int) {
        #expect(AnswerCut(at: .share(share), ending: .close).bytes(of: 250) == bytes)
        #expect(AnswerCut(at: .share(share), ending: .close).bytes(of: 0) == 0)
    }

    /// What comes back for one cancel, byte by byte, and whether the connection was reset.
    private func received(_ cut: AnswerCut?, _ harness: SimulatorHarness) async throws -> (text: String, isReset: Bool)
    {
        let token = try await harness.token()
        harness.simulator.addFault(
            FaultRule(
                operation: .cancel,
                effect: .answerAfterActing(FaultAnswer(status: 503, code: "serviceNotAvailable")), cut: cut)
        )
        let endpoint = try #require(harness.endpoints[.global])
        let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: endpoint.host, port: endpoint.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        var (text, isReset) = ("", false)
        try await connection.executeThenClose { inbound, outbound in
            let lines = [
                "POST /v1.0/\(path)/cancel HTTP/1.1", "host: x", "connection: close", "authorization: Bearer \(token)",
                "content-type: application/json", "content-length: 2", "", "{}",
            ]
            try await outbound.write(ByteBuffer(string: lines.joined(separator: "\r\n")))
            do { for try await bytes in inbound { text += String(buffer: bytes) } } catch is IOError { isReset = true }
        }
        return (text, isReset)
    }

    @Test(arguments: AnswerCut.Ending.allCases)
    func theAnswerEndsAnywhereAndTheMeetingIsCancelled(ending: AnswerCut.Ending) async throws {
        try await SimulatorHarness.run { harness in
            let (whole, _) = try await received(nil, harness)
            #expect(whole.hasPrefix("HTTP/1.1 503 ") && whole.hasSuffix("}"))
            for share in [0, 0.01, 0.5, 0.9, 1] {
                harness.simulator.reset()
                let cut = AnswerCut(at: .share(share), ending: ending)
                let (text, isReset) = try await received(cut, harness)
                #expect(text.utf8.count == cut.bytes(of: whole.utf8.count))
                #expect(whole.prefix(13).hasPrefix(text.prefix(13)))
                #expect(isReset == (ending == .reset))
                #expect(harness.simulator.requestLog.last?.fault == "answerAfterActing+cut")
                #expect(harness.simulator.requestLog.last?.ending == .dropped)
                #expect(harness.simulator.eventState(tenant.eventID(.review)) == .deleted)
            }
        }
    }

    @Test func aCutAnswerThatDidNothingLeavesTheMeeting() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            try await harness.addFault(
                #"{"operation":"cancel","effect":"answer","status":503,"code":"x","cutShare":0.9,"cutEnding":"reset"}"#)
            await #expect(throws: (any Error).self) { try await harness.cancel(path, token: token) }
            #expect(harness.simulator.eventState(tenant.eventID(.review)) == .scheduled)
            #expect(try await harness.cancel(path, token: token).status == 202)
        }
    }

    @Test func theControlAPITellsOfACut() async throws {
        try await SimulatorHarness.run { harness in
            try await harness.addFault(#"{"operation":"cancel","cutShare":0.25}"#)
            let rule = try await harness.send(.GET, "/_control/faults").json?["faults"]?.array?.first
            #expect(rule?["cutShare"] == .number(0.25))
            #expect(rule?["cutEnding"] == "close")
            for body in [#"{"cutShare":1.5}"#, #"{"cutEnding":"reset"}"#, #"{"cutShare":0.5,"cutEnding":"rst"}"#] {
                #expect(try await harness.send(.POST, "/_control/faults", body: body).status == 400)
            }
        }
    }
}
