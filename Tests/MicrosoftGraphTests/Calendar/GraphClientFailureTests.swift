import MicrosoftGraph
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite(.timeLimit(.minutes(1))) struct GraphClientFailureTests {
    @Test("a refused connection sent nothing")
    func connectionRefused() async throws {
        try await GraphFixture.run(script: .always(.answer(202))) { graph in
            let port = try DeafPort()
            defer { withExtendedLifetime(port) {} }
            for host in ["http://127.0.0.1:\(port.number)", "http://localhost:\(port.number)"] {
                let cloud = try NationalCloud.global.with(graphRoot: host, authority: host)
                let token = AccessToken(cloud: cloud, value: Secret("t"), expiry: .now)
                let error = try await #require(throws: GraphError.self) {
                    try await graph.client.cancel(
                        GraphFixture.event(),
                        comment: nil,
                        token: token,
                        clientRequestID: GraphFixture.requestID()
                    )
                }
                #expect(error.kind == .connectFailed)
                #expect(error.verdict == .surelyNotProcessed)
                #expect(error.detail == "connectionRefused")
            }
        }
    }

    @Test("a TLS handshake that fails sent nothing")
    func handshake() async throws {
        try await GraphFixture.run(script: .always(.answer(202))) { graph in
            let root = graph.server.root.replacing("http:", with: "https:")
            let cloud = try NationalCloud.global.with(graphRoot: root, authority: root)
            let token = AccessToken(cloud: cloud, value: Secret("t"), expiry: .now)
            let error = try await #require(throws: GraphError.self) {
                try await graph.client.cancel(
                    GraphFixture.event(),
                    comment: nil,
                    token: token,
                    clientRequestID: GraphFixture.requestID()
                )
            }
            #expect(error.kind == .connectFailed)
            #expect(error.verdict == .surelyNotProcessed)
            #expect(graph.server.requests.isEmpty)
        }
    }

    @Test("a connection closed without an answer leaves the request in doubt")
    func closed() async throws {
        try await GraphFixture.run(script: .always(.close)) { graph in
            let error = try await graph.cancel().requireFailure()
            #expect(error.kind == .connectionLost)
            #expect(error.verdict == .ambiguous)
            #expect(graph.server.requests.count == 1)
        }
    }

    @Test("a connection closed in the middle of the head leaves the request in doubt")
    func halfHead() async throws {
        try await GraphFixture.run(script: .always(.answerThenClose("HTTP/1.1 202 Acc"))) { graph in
            let error = try await graph.cancel().requireFailure()
            #expect(error.verdict == .ambiguous)
            #expect([.connectionLost, .unreadableAnswer].contains(error.kind))
        }
    }

    @Test("an answer that is not HTTP leaves the request in doubt")
    func notHTTP() async throws {
        try await GraphFixture.run(script: .always(.answerThenClose("SSH-2.0-OpenSSH\r\n\r\n"))) { graph in
            let error = try await graph.cancel().requireFailure()
            #expect(error.kind == .unreadableAnswer)
            #expect(error.verdict == .ambiguous)
        }
    }

    @Test("an answer that never comes is a timeout, in doubt")
    func timeout() async throws {
        let clock = ManualClock()
        try await GraphFixture.run(clock: clock, script: .always(.silence)) { graph in
            async let result = graph.cancel()
            await graph.server.received(1)
            await clock.hasSleeper()
            clock.advance(by: .seconds(29))
            #expect(graph.server.requests.count == 1)
            clock.advance(by: .seconds(1))
            let error = try await result.requireFailure()
            #expect(error.kind == .timeout)
            #expect(error.verdict == .ambiguous)
        }
    }

    @Test("a read whose body never ends is a timeout too")
    func timeoutInBody() async throws {
        let clock = ManualClock()
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"
        try await GraphFixture.run(clock: clock, script: .always(.answer(head))) { graph in
            async let result = graph.read()
            await graph.server.received(1)
            await clock.hasSleeper()
            clock.advance(by: .seconds(30))
            let kind = try await result.requireFailure().kind
            #expect(kind == .timeout)
        }
    }

    /// Closed, what the system still had in its buffer would go out, after whoever looks for its effect has looked.
    @Test("cancelling the calling task resets the connection and gives the request up, in doubt")
    func abandoned() async throws {
        try await GraphFixture.run(script: .always(.silence)) { graph in
            try await withThrowingTaskGroup(of: Result<GraphAnswer, GraphError>.self) { group in
                group.addTask { try await graph.cancel() }
                await graph.server.received(1)
                group.cancelAll()
                let error = try await #require(group.next()).requireFailure()
                #expect(error.kind == .abandoned)
                #expect(error.verdict == .ambiguous)
            }
            await graph.server.reset(1)
        }
    }

    @Test("a task that is cancelled already sends nothing")
    func abandonedBeforeSending() async throws {
        try await GraphFixture.run(script: .always(.answer(202))) { graph in
            try await withThrowingTaskGroup(of: Result<GraphAnswer, GraphError>.self) { group in
                group.cancelAll()
                group.addTask { try await graph.cancel() }
                let error = try await #require(group.next()).requireFailure()
                #expect(error.kind == .abandoned)
                #expect(error.verdict == .surelyNotProcessed)
            }
            #expect(graph.server.requests.isEmpty)
        }
    }

    @Test("nothing is ever sent twice", arguments: [429, 500, 502, 503, 504])
    func noRetry(status: Int) async throws {
        try await GraphFixture.run(script: .always(.answer(status, headers: ["Retry-After": "0"]))) { graph in
            _ = try await graph.cancel().requireFailure()
            #expect(graph.server.requests.count == 1)
        }
    }

    @Test("an error holds status, code, ids, date and the time to wait")
    func context() async throws {
        let body = #"{"error":{"code":"ApplicationThrottled","message":"m","innerError":{"request-id":"inner"}}}"#
        let headers = [
            "request-id": "outer-1", "Date": "Sun, 06 Nov 1994 08:49:37 GMT",
            "Retry-After": "Sun, 06 Nov 1994 08:49:47 GMT",
        ]
        try await GraphFixture.run(script: .always(.answer(429, body, headers: headers))) { graph in
            let error = try await graph.cancel().requireFailure()
            #expect(error.code == "throttled")
            #expect(error.verdict == .surelyNotProcessed)
            #expect(error.status == 429)
            #expect(error.graphCode == "ApplicationThrottled")
            #expect(error.requestID == "outer-1")
            #expect(error.clientRequestID == GraphFixture.requestID())
            #expect(error.date?.timeIntervalSince1970 == 784_111_777)
            // Against the answer's own date, not against this machine's clock.
            #expect(error.retryAfter == .seconds(10))
        }
    }

    @Test("an error body over the cap leaves the answer in doubt: its code cannot be read")
    func errorBodyCap() async throws {
        let body = #"{"error":{"code":"ErrorItemNotFound","pad":""# + String(repeating: "x", count: 20_000) + "\"}}"
        try await GraphFixture.run(script: .always(.answer(404, body))) { graph in
            let error = try await graph.cancel().requireFailure()
            #expect(error.kind == .unexpectedStatus)
            #expect(error.verdict == .ambiguous)
            #expect(error.status == 404)
            #expect(error.graphCode == nil)
        }
    }

    @Test("no token, comment, address, event id or message of Graph's is in any text of an error")
    func leaks() async throws {
        let body =
            #"{"error":{"code":"a canary@contoso.example","message":"canary-message","innerError":{"code":"x y"}}}"#
        let headers = [
            "request-id": "canary at contoso",
            "WWW-Authenticate": "Bearer error=\"insufficient_claims\", claims=\"canaryclaims\"",
        ]
        try await GraphFixture.run(script: .always(.answer(401, body, headers: headers))) { graph in
            let event = try EventPath(mailbox: .user("canary@contoso.example"), calendar: .events, eventID: "canaryE")
            let error = try await #require(throws: GraphError.self) {
                try await graph.client.cancel(
                    event,
                    comment: "canary-comment",
                    token: graph.token,
                    clientRequestID: GraphFixture.requestID()
                )
            }
            #expect(error.kind == .unauthorized(claims: Secret("canaryclaims")))
            var dumped = ""
            dump(error, to: &dumped)
            for text in ["\(error)", String(reflecting: error), dumped] { #expect(!text.contains("canary")) }
        }
    }
}
