import HTTPTypes
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing

@testable import HTTPService

@Suite("Intake port", .timeLimit(.minutes(1)))
struct IntakeServerTests {
    private static func request(
        _ line: String = "POST /v1/cancellations HTTP/1.1", extra: [String] = [], body: String = IntakeBench.body,
        length: String? = nil
    ) -> String {
        var lines = [line, "Host: intake", "Connection: close"]
        lines += IntakeBench.headers(body: body).map { "\($0.name): \($0.value)" }
        lines.append("Content-Length: \(length ?? "\(body.utf8.count)")")
        return (lines + extra).joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    @Test("a correct request on the wire is 202 and names no server")
    func accepted() async throws {
        let bench = IntakeBench()
        try await bench.serving { port in
            let answer = try await WireClient.exchange(Self.request(), port: port)
            #expect(answer.hasPrefix("HTTP/1.1 202 "))
            #expect(answer.lowercased().contains("location: /v1/cancellations/msg_1"))
            #expect(!answer.lowercased().contains("server:"))
        }
        #expect(bench.sink.records.count == 1)
    }

    @Test(
        "a request that two readers could take for different ones is 400, or cut, and stores nothing",
        arguments: [
            request(extra: ["Transfer-Encoding: chunked"]),
            request(extra: ["Content-Length: 5"]),
            request(extra: ["Transfer-Encoding: chunked, identity"]),
            request(extra: ["Transfer-Encoding: xchunked"]),
            request(length: "+90"), request(length: "9 0"), request(length: "0x5a"), request(length: "-1"),
            request("POST /v1/cancellations HTTP/0.9"), request("POST /v1/cancellations"),
            request("PO ST /v1/cancellations HTTP/1.1"),
            request(extra: ["Bad Name: x"]), request(extra: ["X-Space : x"]), request(extra: ["no colon"]),
            request(extra: ["X-Nul: a\u{0}b"]),
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ])
    func smuggling(request: String) async throws {
        let bench = IntakeBench()
        try await bench.serving { port in
            let answer = try await WireClient.exchange(request, port: port)
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
            #expect(answer.isEmpty || answer.lowercased().contains("connection: close"))
        }
        #expect(bench.sink.records.isEmpty)
    }

    @Test("folded headers and bare line feeds never make two requests of one")
    func ambiguousLineEnds() async throws {
        let bench = IntakeBench()
        let whole = Self.request()
        try await bench.serving { port in
            for request in [
                Self.request(extra: ["X-Folded: a\r\n b"]), whole.replacing("\r\n", with: "\n"),
                Self.request(extra: ["X: a\nContent-Length: 3"]),
            ] {
                let answer = try await WireClient.exchange(request, port: port)
                #expect(answer.split(separator: "HTTP/1.1 ").count <= 1, "\(answer)")
                #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
            }
        }
        #expect(bench.sink.records.isEmpty)
    }

    @Test("what HTTP lets pass as another spelling of one request is that one request")
    func lenientSpellings() async throws {
        let bench = IntakeBench()
        try await bench.serving { port in
            // RFC 9112 §3.2.2 has servers accept the absolute form; the signature does not cover the target.
            for line in ["POST http://intake/v1/cancellations HTTP/1.1", "POST  /v1/cancellations HTTP/1.1"] {
                let answer = try await WireClient.exchange(Self.request(line), port: port)
                #expect(answer.split(separator: "HTTP/1.1 202").count == 1 && answer.hasPrefix("HTTP/1.1 202"))
            }
            let other = try await WireClient.exchange(Self.request("POST http://intake/x HTTP/1.1"), port: port)
            #expect(other.hasPrefix("HTTP/1.1 404 "))
        }
        #expect(bench.sink.records.count == 1)
    }

    @Test("headers beyond the limits are 400 without a body, or cut while the rest of them is still coming")
    func headerLimits() async throws {
        let bench = IntakeBench()
        try await bench.serving { port in
            for extra in [
                ["X-Long: " + String(repeating: "x", count: 80 * 1024)],
                (0..<1000).map { "X-\($0): x" }, (0..<60).map { "X-\($0): " + String(repeating: "y", count: 400) },
                (0..<100_000).map { "X-\($0): x" },
            ] {
                let answer = try await WireClient.exchange(Self.request(extra: extra), port: port)
                #expect(answer.isEmpty || Self.isBare400(answer), "\(answer)")
            }
        }
        #expect(bench.sink.records.isEmpty)
    }

    /// Whoever stops at the byte that is one too many is sure to see the answer; unread bytes would reset the connection.
    @Test("one header too many, and one byte too many in a header, are exactly 400")
    func firstBeyondTheLimit() async throws {
        let bench = IntakeBench()
        let line = "POST /v1/cancellations HTTP/1.1\r\n"
        let count = bench.settings.headerCount
        let bytes = bench.settings.headerBytes
        try await bench.serving { port in
            for head in [
                (0...count).map { "X-\($0): x\r\n" }.joined(), "X: " + String(repeating: "x", count: bytes + 1),
            ] {
                let answer = try await WireClient.exchange(line + head, port: port)
                #expect(Self.isBare400(answer), "\(answer)")
            }
        }
    }

    private static func isBare400(_ answer: String) -> Bool {
        answer.hasPrefix("HTTP/1.1 400 ") && answer.hasSuffix("\r\n\r\n")
            && answer.lowercased().contains("connection: close")
    }

    @Test("a body that never ends is 413 and the connection is closed, announced or not")
    func endlessBody() async throws {
        let bench = IntakeBench(bodyBytes: 1024)
        let head = "POST /v1/cancellations HTTP/1.1\r\nHost: intake\r\n"
        let chunk = "200\r\n" + String(repeating: "x", count: 0x200) + "\r\n"
        try await bench.serving { port in
            for request in [
                head + "Content-Length: 99999999999\r\n\r\nabc",
                head + "Transfer-Encoding: chunked\r\n\r\n" + String(repeating: chunk, count: 8),
            ] {
                // No `Connection: close` and no end of the body: only the server can end this exchange.
                let answer = try await WireClient.exchange(request, port: port)
                #expect(answer.hasPrefix("HTTP/1.1 413 "), "\(answer)")
                #expect(answer.lowercased().contains("connection: close"))
            }
        }
    }

    @Test(
        "a sender that stops in the middle is cut: in the headers, before them, in the body",
        arguments: ["POST /v1/canc", "", request(length: "5000")])
    func slowSenders(request: String) async throws {
        var bench = IntakeBench()
        // Each limit alone: the other could not end the exchange within the test's time.
        let isBody = request.hasSuffix("}")
        bench.settings.idleTimeout = isBody ? .seconds(600) : .milliseconds(100)
        bench.settings.bodyTimeout = isBody ? .milliseconds(100) : .seconds(600)
        try await bench.serving { port in
            let answer = try await WireClient.exchange(request, port: port)
            #expect(answer.isEmpty, "\(answer)")
        }
        #expect(bench.sink.records.isEmpty)
    }

    @Test("a connection over the cap waits until another one ends")
    func connectionCap() async throws {
        var bench = IntakeBench()
        bench.settings.connections = 1
        bench.settings.idleTimeout = .milliseconds(500)
        try await bench.serving { port in
            // From before the first one on: on a busy machine its time may be over when the second one comes.
            let start = ContinuousClock.now
            let idle = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port).get()
            let answer = try await WireClient.exchange(Self.request(), port: port)
            #expect(answer.hasPrefix("HTTP/1.1 202 "))
            #expect(start.duration(to: .now) > .milliseconds(400))
            try await idle.closeFuture.get()
        }
    }

    @Test("a stop waits for the answer of a request under way")
    func gracefulStop() async throws {
        let bench = IntakeBench(holds: true)
        try await bench.servingInGroup { port, group in
            async let answer = WireClient.exchange(Self.request(), port: port)
            await bench.sink.arrived()
            await group.triggerGracefulShutdown()
            bench.sink.release()
            let answered = try await answer
            #expect(answered.hasPrefix("HTTP/1.1 202 "))
        }
        #expect(bench.sink.records.count == 1)
    }

    @Test("a port in use is an error that names the key")
    func portInUse() async throws {
        let bench = IntakeBench()
        try await bench.serving { port in
            var second = IntakeBench()
            second.settings.port = port
            do {
                try await second.server().run()
                Issue.record("the port was opened twice")
            } catch { #expect("\(error)".contains("intake.port"), "\(error)") }
        }
    }
}
