import MicrosoftGraph
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite(.timeLimit(.minutes(1))) struct GraphClientCancelTests {
    @Test("each of the ten forms goes on the wire as exactly its request line")
    func requestLines() async throws {
        try await GraphFixture.run(script: .always(.answer(202))) { graph in
            for (mailbox, calendar, path) in EventPathTests.forms {
                let event = try EventPath(mailbox: mailbox, calendar: calendar, eventID: "AA=")
                let answer = try await graph.client.cancel(
                    event,
                    comment: nil,
                    token: graph.token,
                    clientRequestID: GraphFixture.requestID()
                )
                #expect(answer.status == 202)
                #expect(graph.server.requests.last?.line == "POST /v1.0\(path) HTTP/1.1")
            }
            #expect(graph.server.requests.count == 10)
        }
    }

    @Test("a principal name is one segment, percent-encoded")
    func principalName() async throws {
        try await GraphFixture.run(script: .always(.answer(202))) { graph in
            let event = try EventPath(
                mailbox: .user("o'brien_x.example#EXT#@contoso.example"),
                calendar: .events,
                eventID: "AA="
            )
            _ = try await graph.client.cancel(
                event,
                comment: nil,
                token: graph.token,
                clientRequestID: GraphFixture.requestID()
            )
            let line = "POST /v1.0/users/o%27brien_x.example%23EXT%23%40contoso.example/events/AA%3D/cancel HTTP/1.1"
            #expect(graph.server.requests.map(\.line) == [line])
        }
    }

    @Test("the request carries these headers and no others")
    func headers() async throws {
        try await GraphFixture.run(script: .always(.answer(202))) { graph in
            _ = try await graph.cancel().get()
            let request = try #require(graph.server.requests.first)
            let headers = Dictionary(grouping: request.headers, by: { $0.name.lowercased() })
                .mapValues { $0.map(\.value) }
            #expect(
                headers == [
                    "host": ["127.0.0.1:\(graph.server.port)"],
                    "authorization": ["Bearer \(GraphFixture.bearer)"],
                    "accept": ["application/json"],
                    "content-type": ["application/json"],
                    "content-length": ["2"],
                    "prefer": ["IdType=\"ImmutableId\""],
                    "client-request-id": [GraphFixture.requestID().value],
                    "user-agent": ["Test/1.0"],
                ]
            )
        }
    }

    @Test(
        "the body is an empty object or the comment alone",
        arguments: [
            (nil, "{}"), ("", #"{"Comment":""}"#), ("All hands", #"{"Comment":"All hands"}"#),
            ("\"a\"\\\n\u{1}/\u{1F600}", "{\"Comment\":\"\\\"a\\\"\\\\\\n\\u0001/\u{1F600}\"}"),
        ] as [(String?, String)]
    )
    func body(comment: String?, expected: String) async throws {
        try await GraphFixture.run(script: .always(.answer(202))) { graph in
            _ = try await graph.cancel(comment: comment).get()
            #expect(graph.server.requests.map(\.body) == [expected])
        }
    }

    @Test("the answer carries what support asks for")
    func answer() async throws {
        let headers = ["request-id": "b0a1-C2", "Date": "Sun, 06 Nov 1994 08:49:37 GMT"]
        try await GraphFixture.run(script: .always(.answer(202, headers: headers))) { graph in
            let answer = try await graph.cancel().get()
            #expect(answer.status == 202)
            #expect(answer.requestID == "b0a1-C2")
            #expect(answer.clientRequestID == GraphFixture.requestID())
            #expect(answer.date?.timeIntervalSince1970 == 784_111_777)
        }
    }

    @Test("a 202 counts though its body is cut off or far too long")
    func acceptedWithoutBody() async throws {
        let scripts: [FakeServer.Script] = [
            .broken(202, "{", promised: 100), .answer(202, String(repeating: "x", count: 100_000)),
        ]
        try await GraphFixture.run(script: .inTurn(scripts)) { graph in
            let status = try await graph.cancel().get().status
            #expect(status == 202)
            let status2 = try await graph.cancel().get().status
            #expect(status2 == 202)
        }
    }

    @Test("a success that is not 202 is in doubt", arguments: [200, 201, 204])
    func otherSuccess(status: Int) async throws {
        try await GraphFixture.run(script: .always(.answerThenClose("HTTP/1.1 \(status) X\r\n\r\n"))) { graph in
            let error = try await graph.cancel().requireFailure()
            #expect(error.kind == .unexpectedStatus)
            #expect(error.verdict == .ambiguous)
            #expect(error.status == status)
        }
    }

    @Test("a redirect is not followed and leaves the request in doubt", arguments: [301, 302, 303, 307, 308])
    func redirect(status: Int) async throws {
        try await FakeServer.run(.always(.answer(202))) { other in
            let location = ["Location": "\(other.root)/v1.0/me/events/A/cancel"]
            try await GraphFixture.run(script: .always(.answer(status, headers: location))) { graph in
                let error = try await graph.cancel().requireFailure()
                #expect(error.kind == .redirected)
                #expect(error.verdict == .ambiguous)
                #expect(graph.server.requests.count == 1)
                #expect(other.requests.isEmpty)
            }
        }
    }

    @Test("the token's cloud decides the host")
    func hostOfToken() async throws {
        try await GraphFixture.run(script: .always(.answer(202))) { graph in
            try await FakeServer.run(.always(.answer(202))) { other in
                let cloud = try NationalCloud.usGovL4.with(graphRoot: other.root, authority: other.root)
                let token = AccessToken(cloud: cloud, value: Secret("other"), expiry: .now)
                _ = try await graph.client.cancel(
                    GraphFixture.event(),
                    comment: nil,
                    token: token,
                    clientRequestID: GraphFixture.requestID()
                )
                #expect(graph.server.requests.isEmpty)
                #expect(other.requests.first?.values("authorization") == ["Bearer other"])
            }
        }
    }
}
