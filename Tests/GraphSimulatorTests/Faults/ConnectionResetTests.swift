import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct ConnectionResetTests {
    private let tenant = LabWorld.global
    private var path: String { "users/\(tenant.mailboxes[0].objectID)/events/\(tenant.eventID(.review))" }

    @Test(arguments: [0, 1, 12, 100])
    func theAnswerBreaksOffAfterItsBytesAndTheMeetingIsCancelled(count: Int) async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            try await harness.addFault(#"{"operation":"cancel","effect":"resetAfterBytes","bytes":\#(count)}"#)
            let error = await #expect(throws: (any Error).self) { try await harness.cancel(path, token: token) }
            #expect((error as? IOError)?.errnoCode == 104 || error is HTTPClientError)
            #expect(harness.simulator.eventState(tenant.eventID(.review)) == .deleted)
            let record = try #require(harness.simulator.requestLog.last)
            #expect(record.acted)
            #expect(record.ending == .dropped)
            #expect(record.fault == "resetAfterBytes")
        }
    }

    @Test func notAByteMoreGetsOut() async throws {
        try await SimulatorHarness.run { harness in
            let endpoint = try #require(harness.endpoints[.global])
            for count in [1, 20, 150, 300, 400] {
                harness.simulator.addFault(FaultRule(operation: .metadata, effect: .resetAfterBytes(count)))
                let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .connect(host: endpoint.host, port: endpoint.port) { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                        }
                    }
                var received = 0
                try await connection.executeThenClose { inbound, outbound in
                    let head = "GET /aurora.example/v2.0/.well-known/openid-configuration HTTP/1.1\r\nhost: x\r\n\r\n"
                    try await outbound.write(ByteBuffer(string: head))
                    // The reset ends the reading with an error.
                    do { for try await bytes in inbound { received += bytes.readableBytes } } catch is IOError {}
                }
                #expect(received == count)
            }
        }
    }

    @Test func aBodyBreaksOffAfterItsHead() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            harness.simulator.addFault(FaultRule(operation: .read, effect: .resetAfterBytes(400)))
            await #expect(throws: (any Error).self) {
                try await harness.send(.GET, "/v1.0/\(path)", token: token)
            }
            #expect(try await harness.send(.GET, "/v1.0/\(path)", token: token).status == 200)
        }
    }

    @Test func aShorterAnswerArrivesWholeAndSoDoesTheNext() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            harness.simulator.addFault(FaultRule(operation: .read, effect: .resetAfterBytes(3000)))
            for _ in 0..<5 {
                #expect(try await harness.send(.GET, "/v1.0/\(path)", token: token).status == 200)
            }
        }
    }
}
