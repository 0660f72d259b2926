import BadInputCatalogue
import CommandContract
import Hummingbird
import HummingbirdTesting
import Testing

@testable import HTTPService

/// The bad-input catalogue by way of the webhook. Rows about Kafka's headers and keys have no counterpart here.
@Suite("Bad-input catalogue over HTTP", .timeLimit(.minutes(1)))
struct BadInputOverHTTPTests {
    @Test("B1 to B5: a document that breaks a rule is 400, and 413 when it is too large to be read")
    func documents() async throws {
        for rows in [BadInput.b1, BadInput.b2, BadInput.b3, BadInput.b4, BadInput.b5] {
            try await expectAnswers(SubmittedRow.all(rows))
        }
    }

    @Test("B6: bodies from nothing to beyond the limit")
    func sizes() async throws {
        func filled(_ bytes: Int, _ status: HTTPResponse.Status) -> SubmittedRow {
            let empty = CommandText().settingData("comment", to: "\"\"").structured.count
            let comment = "\"\(String(repeating: "x", count: bytes - empty))\""
            return SubmittedRow(
                name: "\(bytes) bytes", body: CommandText().settingData("comment", to: comment).structured,
                contentType: SubmittedRow.structuredType, status: status)
        }
        let limit = 128 * 1024
        // The record is the body with the key and header it is stored with, and may not be larger than the limit either.
        try await expectAnswers([
            filled(64 * 1024, .accepted), filled(limit - 1024, .accepted), filled(limit, .contentTooLarge),
            filled(limit + 1, .contentTooLarge), filled(1 << 20, .contentTooLarge),
        ])
        let blanks = ["", " ", "\n"].flatMap { body in
            [SubmittedRow.structuredType, SubmittedRow.plainType].map { type in
                SubmittedRow(
                    name: "blank", body: Array(body.utf8), contentType: type, status: .badRequest,
                    code: OutcomeReason.malformed.rawValue, field: "body")
            }
        }
        try await expectAnswers(blanks)
    }

    @Test("B7 to B14: a field that breaks its rule is 400 and named, in an event and in plain JSON")
    func fields() async throws {
        for rows in [
            BadInput.b7, BadInput.b8, BadInput.b9, BadInput.b10, BadInput.b11, BadInput.b12, BadInput.b13, BadInput.b14,
        ] {
            try await expectAnswers(SubmittedRow.all(rows))
        }
    }

    @Test("B23: an attribute that breaks its rule is 400 and named")
    func envelopes() async throws { try await expectAnswers(SubmittedRow.all(BadInput.b23)) }

    @Test("B34: naughty strings are stored or 400, and no problem repeats them")
    func naughtyStrings() async throws { try await expectAnswers(SubmittedRow.all(NaughtyInput.all)) }

    /// Sends the rows to one intake and compares what it stored with what it accepted.
    private func expectAnswers(_ rows: [SubmittedRow]) async throws {
        #expect(!rows.isEmpty)
        let bench = IntakeBench()
        try await bench.server().application.test(.router) { client in
            for (number, row) in rows.enumerated() {
                let headers = IntakeBench.catalogueHeaders(
                    bytes: row.body, id: "row-\(number)", contentType: row.contentType)
                let response = try await client.execute(
                    uri: "/v1/cancellations", method: .post, headers: headers, body: ByteBuffer(bytes: row.body))
                try row.check(response)
            }
        }
        let stored = rows.filter { $0.status == .accepted }
        let values = bench.sink.records.compactMap(\.value)
        #expect(values.count == stored.count)
        for (row, value) in zip(stored, values) where row.contentType == SubmittedRow.structuredType {
            let isUnchanged = value == row.body
            #expect(isUnchanged, "\(row.name)")
        }
    }
}
