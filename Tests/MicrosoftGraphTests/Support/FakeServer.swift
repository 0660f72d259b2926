import NIOCore
import NIOPosix
import Synchronization

/// A real HTTP/1.1 server on loopback that records each request as it stood on the wire and answers by script.
final class FakeServer: Sendable {
    /// What the server does with one request.
    enum Script: Sendable {
        /// These bytes; the connection stays open.
        case answer(String)
        /// These bytes, then the connection is closed.
        case answerThenClose(String)
        /// Nothing, ever.
        case silence
        /// The connection is closed without a byte.
        case close
    }

    /// Which script each request gets, by its number counted from 0.
    struct Scripts: Sendable {
        let script: @Sendable (Int) -> Script

        static func always(_ script: Script) -> Scripts { Scripts { _ in script } }
        static func inTurn(_ scripts: [Script]) -> Scripts { Scripts { scripts[$0] } }
        static func byNumber(_ script: @escaping @Sendable (Int) -> Script) -> Scripts { Scripts(script: script) }
    }

    let port: Int
    private let channel: any Channel
    private let recorder: RequestRecorder

    private init(channel: any Channel, port: Int, recorder: RequestRecorder) {
        self.channel = channel
        self.port = port
        self.recorder = recorder
    }

    /// Runs `body` against a server that plays by `scripts`.
    static func run<Result>(
        _ scripts: Scripts,
        _ body: (FakeServer) async throws -> Result
    ) async throws -> Result {
        let recorder = RequestRecorder()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(FakeServerHandler(recorder, scripts))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try Self.requireValue(channel.localAddress?.port)
        let server = FakeServer(channel: channel, port: port, recorder: recorder)
        do {
            let result = try await body(server)
            try await channel.close()
            return result
        } catch {
            try await channel.close()
            throw error
        }
    }

    var root: String { "http://127.0.0.1:\(self.port)" }

    var requests: [RecordedRequest] { self.recorder.requests }

    /// Returns once that many requests have been received whole.
    func received(_ count: Int) async { await self.recorder.received(count) }

    /// Returns once that many connections were reset by their clients.
    func reset(_ count: Int) async { await self.recorder.reset(count) }

    private static func requireValue<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw NoAddress() }
        return value
    }

    private struct NoAddress: Error {}
}

extension FakeServer.Script {
    /// A whole answer with its length.
    static func answer(_ status: Int, _ body: String = "", headers: [String: String] = [:]) -> FakeServer.Script {
        .answer(self.text(status, body, headers))
    }

    /// An answer that promises more than comes before the connection closes.
    static func broken(_ status: Int, _ body: String, promised: Int) -> FakeServer.Script {
        .answerThenClose("HTTP/1.1 \(status) Scripted\r\nContent-Length: \(promised)\r\n\r\n\(body)")
    }

    private static func text(_ status: Int, _ body: String, _ headers: [String: String]) -> String {
        let lines = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        return "HTTP/1.1 \(status) Scripted\r\n\(lines)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
