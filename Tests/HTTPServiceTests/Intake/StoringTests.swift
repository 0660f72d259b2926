import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import HTTPService

@Suite("Storing a command", .timeLimit(.minutes(1)))
struct StoringTests {
    private func post(
        _ client: any TestClientProtocol, id: String = "msg_1", body: String = IntakeBench.body
    ) async throws -> TestResponse {
        try await client.execute(
            uri: "/v1/cancellations", method: .post, headers: IntakeBench.headers(body: body, id: id),
            body: ByteBuffer(string: body)
        )
    }

    @Test("202 comes after the acknowledgement and not before")
    func acknowledgedFirst() async throws {
        let bench = IntakeBench(holds: true)
        try await bench.server().application.test(.router) { client in
            async let response = post(client)
            await bench.sink.arrived()
            #expect(bench.sink.records.isEmpty && bench.codes.all.isEmpty)
            // The same request meanwhile: not a second record, and not an acknowledgement either.
            let twin = try await post(client)
            #expect(twin.status == .serviceUnavailable && twin.headers[.retryAfter] == "5")
            #expect(String(buffer: twin.body).contains("duplicateInProgress"))
            bench.sink.release()
            #expect(try await response.status == .accepted)
        }
        #expect(bench.sink.records.count == 1)
    }

    @Test("without Kafka 503 with Retry-After, and the sender's next try is stored")
    func unavailable() async throws {
        let bench = IntakeBench()
        bench.sink.setReachable(false)
        try await bench.server().application.test(.router) { client in
            for _ in 0..<2 {
                let response = try await post(client)
                #expect(response.status == .serviceUnavailable && response.headers[.retryAfter] == "5")
                #expect(response.headers[.location] == nil)
                #expect(String(buffer: response.body).contains(#""code":"unavailable""#))
            }
            bench.sink.setReachable(true)
            #expect(try await post(client).status == .accepted)
        }
        #expect(bench.sink.records.count == 1)
        #expect(bench.codes.all == ["unavailable", "unavailable", "accepted"])
    }

    @Test("a replay is 202 again without a second record, another body under its id a conflict")
    func replays() async throws {
        let bench = IntakeBench()
        try await bench.server().application.test(.router) { client in
            let first = try await post(client)
            let second = try await post(client)
            #expect(first.status == .accepted && second.status == .accepted)
            #expect(first.headers[.location] == second.headers[.location])
            let other = try await post(client, body: IntakeBench.body + " ")
            #expect(other.status == .conflict)
            #expect(String(buffer: other.body).contains("idempotencyConflict"))
            #expect(bench.sink.records.count == 1)
            // Another id is another request: without an id in the body, another command.
            #expect(try await post(client, id: "msg_2").status == .accepted)
        }
        #expect(bench.sink.records.count == 2)
    }

    @Test("no secret, signature, comment or mailbox in any answer or log line")
    func secrecy() async throws {
        let bench = IntakeBench()
        let body = String(IntakeBench.body.dropLast() + #","comment":"canary-comment"}"#)
        let headers = IntakeBench.headers(body: body)
        bench.sink.setReachable(false)
        var texts = try await bench.server().application.test(.router) { client in
            var answers: [String] = []
            for sent in [body, body + "x", String(body.dropLast()) + #","canary-field":"canary-value"}"#] {
                for signed in [headers, IntakeBench.headers(body: sent), [:]] {
                    let response = try await client.execute(
                        uri: "/v1/cancellations", method: .post, headers: signed, body: ByteBuffer(string: sent)
                    )
                    answers.append("\(response.headers) \(String(buffer: response.body))")
                }
            }
            return answers
        }
        texts += bench.log.all
        #expect(texts.contains { $0.contains("command not stored") })
        let signature = headers[.webhookSignature]?.dropFirst(3) ?? ""
        for canary in [
            IntakeBench.secret, String(IntakeBench.secret.dropFirst(6)), String(signature), "canary-comment",
            "canary-value", "rooms@contoso.com", "AAMkAD-1",
        ] {
            #expect(!texts.contains { $0.contains(canary) }, "\(canary)")
        }
    }
}
