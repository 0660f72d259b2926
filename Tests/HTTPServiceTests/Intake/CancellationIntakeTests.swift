import CommandContract
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import HTTPService

@Suite("POST /v1/cancellations", .timeLimit(.minutes(1)))
struct CancellationIntakeTests {
    private static let event = """
        {"specversion":"1.0","type":"meeting.command.cancel.v1","source":"/scheduling/rooms","id":"cmd/1 ?",\
        "data":\(IntakeBench.body)}
        """.replacing("cmd/1 ?", with: "cmd/1?")

    /// What the worker will make of a record.
    private func decoded(_ record: ContractRecord) throws -> CancelCommand {
        let decoded = RecordDecoder(maximumBytes: 128 * 1024)
            .decode(key: record.key, value: record.value, headers: record.headers)
        guard case .command(let command) = decoded else {
            Issue.record("not a command: \(decoded)")
            throw CancellationError()
        }
        return command
    }

    @Test("plain JSON becomes a structured event whose id is the webhook's")
    func plain() async throws {
        let bench = IntakeBench()
        let response = try await bench.send(IntakeBench.headers(id: "msg_7"))
        #expect(response.status == .accepted)
        #expect(response.headers[.location] == "/v1/cancellations/msg_7")
        #expect(response.headers[.cacheControl] == "no-store")
        #expect(response.body.readableBytes == 0)
        let record = try #require(bench.sink.records.first)
        let command = try decoded(record)
        #expect(command.envelope.identity == (try CommandIdentity(source: IntakeBench.source, id: "msg_7")))
        #expect(command.tenant == "contoso.com" && command.eventID == "AAMkAD-1")
        #expect(record.key == Array("key-of/rooms@contoso.com".utf8))
        #expect(bench.sink.records.count == 1)
        #expect(bench.codes.all == ["accepted"])
    }

    @Test("plain JSON may say its id itself")
    func plainWithID() async throws {
        let bench = IntakeBench()
        let body = #"{"id":"cmd-9","# + IntakeBench.body.dropFirst()
        let response = try await bench.send(IntakeBench.headers(body: body), body: body)
        #expect(response.status == .accepted)
        #expect(response.headers[.location] == "/v1/cancellations/cmd-9")
        #expect(try decoded(#require(bench.sink.records.first)).envelope.identity.id == "cmd-9")
    }

    @Test("a structured event is stored as the very bytes that were signed, its id escaped in Location")
    func structured() async throws {
        let bench = IntakeBench()
        let body = " " + Self.event + "\n"
        let response = try await bench.send(
            IntakeBench.headers(body: body, contentType: "application/cloudevents+json"), body: body
        )
        #expect(response.status == .accepted)
        #expect(response.headers[.location] == "/v1/cancellations/cmd%2F1%3F")
        let record = try #require(bench.sink.records.first)
        #expect(record.value == Array(body.utf8))
        #expect(try decoded(record).envelope.identity.id == "cmd/1?")
    }

    @Test(
        "the record is signed by the intake, plain or structured: the worker may ask its source for a signature",
        arguments: [
            ("application/json", IntakeBench.body, "\(IntakeBench.now)"),
            ("application/cloudevents+json", event, "\(IntakeBench.now - 300)"),
        ])
    func signed(contentType: String, body: String, time: String) async throws {
        let bench = IntakeBench()
        let response = try await bench.send(
            IntakeBench.headers(body: body, time: time, contentType: contentType), body: body)
        #expect(response.status == .accepted)
        let record = try #require(bench.sink.records.first)
        let value = try #require(record.value)
        func finding(_ secret: String, at time: Int64) throws -> RecordSignatures.Finding {
            let keyring = try WebhookKeyring([IntakeBench.source: [WebhookSecret(secret)]])
            return RecordSignatures(keyring: keyring, tolerance: 5).finding(
                of: IntakeBench.source, headers: record.headers, value: value,
                recorded: Timestamp(milliseconds: time * 1000))
        }
        // Signed when it was stored, not when the request was, and with each secret of the source.
        for secret in [IntakeBench.secret, IntakeBench.oldSecret] {
            #expect(try finding(secret, at: IntakeBench.now) == .holds)
        }
        #expect(try finding(IntakeBench.otherSecret, at: IntakeBench.now) == .broken("webhook-signature"))
        #expect(try finding(IntakeBench.secret, at: IntakeBench.now - 300) == .broken("webhook-timestamp"))
    }

    @Test("an event of another source is refused, however well it is signed")
    func foreignEvent() async throws {
        let bench = IntakeBench()
        let body = Self.event.replacing("/scheduling/rooms", with: IntakeBench.otherSource)
        let response = try await bench.send(
            IntakeBench.headers(body: body, contentType: "application/cloudevents+json"), body: body
        )
        try expectProblem(response, .badRequest, "fieldInvalid")
        #expect(String(buffer: response.body).contains(#""field":"source""#))
        #expect(bench.sink.records.isEmpty)
    }

    @Test(
        "a command that breaks a rule is 400 and names field and rule, never the value",
        arguments: [
            ("", "malformed", "body"), ("[]", "malformed", "body"), ("{", "malformed", "body"),
            ("{}", "fieldInvalid", "tenant"), (#"{"tenant":"canary one"}"#, "fieldInvalid", "tenant"),
            (#"{"id":7}"#, "malformed", "id"), (#"{"id":null}"#, "malformed", "id"),
            (#"{"id":"canary one"}"#, "malformed", "id"), (#"{"id":"a","id":"b"}"#, "malformed", "body"),
            (IntakeBench.body.replacing("AAMkAD-1", with: "../canary"), "fieldInvalid", "event.id"),
            (IntakeBench.body.dropLast() + #","canary":"canary"}"#, "fieldInvalid", "canary"),
            (IntakeBench.body.dropLast() + #","dryRun":"canary"}"#, "fieldInvalid", "dryRun"),
            ("\u{FEFF}" + IntakeBench.body, "malformed", "body"), (IntakeBench.body + "x", "malformed", "body"),
        ] as [(String, String, String)])
    func invalid(body: String, code: String, field: String) async throws {
        let bench = IntakeBench()
        let response = try await bench.send(IntakeBench.headers(body: body), body: body)
        try expectProblem(response, .badRequest, code)
        let text = String(buffer: response.body)
        #expect(text.contains("\"field\":\"\(field)\"") && text.contains("\"rule\":"), "\(text)")
        #expect(field == "canary" || !text.contains("canary"))
        #expect(bench.sink.records.isEmpty)
    }

    @Test("a structured event of another type or version is refused with its reason")
    func otherEvents() async throws {
        for (text, twin, code, field) in [
            ("cancel.v1", "cancel.v2", "unsupportedType", "type"),
            ("cancel.v1", "withdraw.v1", "unsupportedType", "type"),
            ("\"1.0\"", "\"0.3\"", "fieldInvalid", "specversion"),
            ("\"data\"", "\"data_base64\"", "fieldInvalid", "data_base64"),
            ("AAMkAD-1", "a/b", "fieldInvalid", "data.event.id"),
        ] {
            let body = Self.event.replacing(text, with: twin)
            let response = try await IntakeBench().send(
                IntakeBench.headers(body: body, contentType: "application/cloudevents+json"), body: body
            )
            try expectProblem(response, .badRequest, code)
            #expect(String(buffer: response.body).contains("\"field\":\"\(field)\""))
        }
    }

    @Test(
        "other media types are 415",
        arguments: [
            nil, "", "text/plain", "application/json; charset=utf-16", "application/json;charset=latin1",
            "application/cloudevents+avro", "application/cloudevents-batch+json", "application/cloudevents",
            "application/json5", "application/xml", "application/json, application/json",
            "application/x-www-form-urlencoded",
        ])
    func mediaTypes(contentType: String?) async throws {
        let bench = IntakeBench()
        try expectProblem(
            await bench.send(IntakeBench.headers(contentType: contentType)), .unsupportedMediaType,
            "mediaTypeUnsupported")
        #expect(bench.sink.records.isEmpty)
    }

    @Test("two content types are none")
    func repeatedMediaType() async throws {
        var headers = IntakeBench.headers()
        headers.append(HTTPField(name: .contentType, value: "application/json"))
        try expectProblem(await IntakeBench().send(headers), .unsupportedMediaType, "mediaTypeUnsupported")
    }

    @Test(
        "a media type's case and its UTF-8 charset do not matter",
        arguments: ["Application/JSON", "application/json;charset=UTF-8", "application/json ; charset=\"utf-8\""])
    func mediaTypeSpelling(contentType: String) async throws {
        #expect(try await IntakeBench().send(IntakeBench.headers(contentType: contentType)).status == .accepted)
    }

    @Test("an encoded body is 415 when signed, 401 when encoded after signing")
    func encodedBody() async throws {
        let bench = IntakeBench()
        for encoding in ["gzip", "identity", "br"] {
            var headers = IntakeBench.headers()
            headers[.contentEncoding] = encoding
            try expectProblem(await bench.send(headers), .unsupportedMediaType, "encodingUnsupported")
        }
        var headers = IntakeBench.headers()
        headers[.contentEncoding] = "gzip"
        try expectProblem(await bench.send(headers, bytes: [0x1F, 0x8B, 0x08]), .unauthorized, "signatureInvalid")
        #expect(bench.sink.records.isEmpty)
    }

    @Test("every doubt about the sender has the same answer, whatever else is wrong")
    func noOracle() async throws {
        let bench = IntakeBench()
        var wrongSignature = IntakeBench.headers()
        wrongSignature[.webhookSignature] = "v1,\(String(repeating: "A", count: 43))="
        var unknownSource = IntakeBench.headers()
        unknownSource[.rescindSource] = "/nobody"
        let stale = IntakeBench.headers(time: "\(IntakeBench.now - 301)")
        var wrongType = wrongSignature
        wrongType[.contentType] = "text/plain"
        var answers: Set<String> = []
        for headers in [wrongSignature, unknownSource, stale, wrongType, [:]] {
            let response = try await bench.send(headers)
            try expectProblem(response, .unauthorized, "signatureInvalid")
            #expect(response.headers[.wwwAuthenticate] == "StandardWebhooks")
            answers.insert("\(response.headers) \(String(buffer: response.body))")
        }
        for body in [IntakeBench.body + " ", "\u{FEFF}" + IntakeBench.body, "", "not JSON"] {
            let response = try await bench.send(IntakeBench.headers(), body: body)
            answers.insert("\(response.headers) \(String(buffer: response.body))")
        }
        let date = #/date[^;,\]]*GMT/#.ignoresCase()
        #expect(Set(answers.map { $0.replacing(date, with: "") }.map { $0.drop { $0 != "{" } }).count == 1)
        #expect(bench.sink.records.isEmpty)
    }
}
