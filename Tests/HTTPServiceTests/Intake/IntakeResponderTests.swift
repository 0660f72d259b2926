import CommandContract
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import HTTPService

@Suite("Paths, methods and sizes", .timeLimit(.minutes(1)))
struct IntakeResponderTests {
    @Test(
        "no other method",
        arguments: [HTTPRequest.Method.get, .put, .delete, .patch, .trace, .options, .head, .connect])
    func methods(method: HTTPRequest.Method) async throws {
        var headers = IntakeBench.headers()
        headers[HTTPField.Name("webhook-request-origin")!] = "evil.example"  // safe: a valid field name
        headers[HTTPField.Name("webhook-request-callback")!] = "http://169.254.169.254/"  // safe: a valid field name
        let response = try await IntakeBench().send(headers, method: method)
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers[.allow] == "POST")
        #expect(!"\(response.headers)".lowercased().contains("webhook-allowed"))
    }

    @Test(
        "no other spelling of the path",
        arguments: [
            "/", "//v1/cancellations", "/v1/cancellations/", "/v1//cancellations", "/v1/cancellations/../cancellations",
            "/v1/cancellation%73", "/V1/cancellations", "/v1/cancellations?source=x", "/v1/cancellations?", "/metrics",
            "/livez", "/v1/cancellations/msg_1", "/v1/cancellations%00", "/hook/../v1/cancellations",
        ])
    func paths(uri: String) async throws {
        let bench = IntakeBench()
        try expectProblem(await bench.send(IntakeBench.headers(), uri: uri), .notFound, "notFound")
        #expect(bench.sink.records.isEmpty)
    }

    @Test("a body at the cap is read, one byte more is 413")
    func bodyCap() async throws {
        for (extra, status) in [(0, HTTPResponse.Status.accepted), (1, .contentTooLarge)] {
            let body = IntakeBench.body + String(repeating: " ", count: 65_536 - IntakeBench.body.utf8.count + extra)
            let bench = IntakeBench(bodyBytes: 65_536)
            #expect(try await bench.send(IntakeBench.headers(body: body), body: body).status == status)
            #expect(bench.sink.records.count == (extra == 0 ? 1 : 0))
        }
    }

    @Test("what the worker would refuse as too large is 413 here, the key and the record's framing included")
    func recordCap() async throws {
        let stored = IntakeBench()
        _ = try await stored.send(IntakeBench.headers())
        let record = try #require(stored.sink.records.first)
        let size = RecordSize.of(key: record.key, value: record.value, headers: record.headers)
        var bench = IntakeBench()
        bench.settings.commandBytes = size
        #expect(try await bench.send(IntakeBench.headers()).status == .accepted)
        for commandBytes in [size - 1, size - (record.key?.count ?? 0), 100] {
            bench.settings.commandBytes = commandBytes
            try expectProblem(await bench.send(IntakeBench.headers()), .contentTooLarge, "tooLarge")
        }
        #expect(bench.sink.records.count == 1)
    }
}
