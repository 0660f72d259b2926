import CommandContract
import Testing

@Suite("Dead letters")
struct DeadLetterTests {
    private let headers = [
        RecordHeader("content-type", "application/cloudevents+json"), RecordHeader(name: "empty", value: nil),
        RecordHeader(name: "twice", value: [0xFF]), RecordHeader(name: "twice", value: []),
    ]

    private func record(
        _ reason: OutcomeReason = .malformed, key: [UInt8]? = [1, 2], value: [UInt8]? = [0xFF, 0x00],
        headers: [RecordHeader],
        maximumBytes: Int = 200_000
    ) throws -> ContractRecord {
        DeadLetter(
            position: SampleOutcome.position, key: key, value: value, headers: headers,
            outcome: try SampleOutcome.outcome(reason)
        ).record(maximumBytes: maximumBytes)
    }

    private func text(_ name: String, in record: ContractRecord) -> String? {
        record.headers.last { $0.name == name }?.value.map { String(decoding: $0, as: UTF8.self) }
    }

    private func size(_ record: ContractRecord) -> Int {
        (record.key?.count ?? 0) + (record.value?.count ?? 0)
            + record.headers.reduce(0) { $0 + $1.name.utf8.count + ($1.value?.count ?? 0) + 16 }
    }

    @Test("key, value and headers are kept byte for byte and in order, the reason's headers come last")
    func preserved() throws {
        let record = try record(headers: headers)
        #expect(record.key == [1, 2])
        #expect(record.value == [0xFF, 0x00])
        #expect(Array(record.headers.prefix(4)) == headers)
        let names = record.headers.dropFirst(4).map(\.name)
        #expect(
            names == [
                "rescind-reason", "rescind-message", "rescind-topic", "rescind-partition", "rescind-offset",
                "rescind-outcome-id", "rescind-attempts",
            ])
        #expect(text("rescind-reason", in: record) == "malformed")
        #expect(text("rescind-message", in: record) == (try SampleOutcome.outcome(.malformed).message))
        #expect(text("rescind-topic", in: record) == "meeting.cancel.commands")
        #expect(text("rescind-partition", in: record) == "7")
        #expect(text("rescind-offset", in: record) == "4211")
        #expect(text("rescind-outcome-id", in: record) == (try SampleOutcome.outcome(.malformed).id))
        #expect(text("rescind-attempts", in: record) == "0")
    }

    @Test("attempts, tenant, start and iCalUId are told where they are known; no mailbox and no event id")
    func facts() throws {
        let record = try record(.answerLost, headers: headers)
        #expect(text("rescind-attempts", in: record) == "1")
        #expect(text("rescind-tenant", in: record) == "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f")
        #expect(text("rescind-start", in: record) == "2026-11-23T09:30:00.000Z")
        #expect(text("rescind-icaluid", in: record) == "040000008200E00074C5B7101A82E00800000000")
        let told = record.headers.compactMap(\.value).map { String(decoding: $0, as: UTF8.self) }
        #expect(!told.contains { $0.contains("ada@") || $0.contains("AAMkAGI1") })
    }

    @Test(
        "the code is Graph's, or else the field at fault without its rule, in printable ASCII",
        arguments: [
            ("ErrorItemNotFound", nil, "ErrorItemNotFound"), ("ErrorItemNotFound", "data.as: no", "ErrorItemNotFound"),
            (nil, "value: ends too early (byte 12)", "value"), (nil, "AADSTS7000215", "AADSTS7000215"),
            (nil, "a\u{1B}[2Jé", "a?[2J?"), (nil, "", nil), (nil, nil, nil),
        ] as [(String?, String?, String?)]
    )
    func code(graph: String?, detail: String?, expected: String?) throws {
        var outcome = try SampleOutcome.outcome(.fieldInvalid)
        outcome.graph = graph.map { GraphTrace(status: 400, code: $0) }
        let letter = DeadLetter(
            position: SampleOutcome.position, key: nil, value: [], headers: [], outcome: outcome, detail: detail
        )
        #expect(text("rescind-code", in: letter.record(maximumBytes: 10_000)) == expected)
    }

    @Test("shortened, a letter keeps all that is the worker's and nothing a sender made up in its name")
    func shortened() throws {
        let forged = [RecordHeader("rescind-reason", "cancelled"), RecordHeader("rescind-tenant", "forged")]
        let whole = try record(.answerLost, headers: headers + forged)
        let short = try #require(DeadLetter.shortened(whole))
        #expect(short.headers.dropFirst(2) == whole.headers.dropFirst(headers.count + forged.count))
        #expect(short.headers.prefix(2).map(\.name) == ["rescind-original-sha256", "rescind-original-bytes"])
        #expect(DeadLetter.shortened(short) == nil)
    }

    @Test("headers a sender made up in our name stand before ours")
    func forgedHeaders() throws {
        let record = try record(headers: [RecordHeader("rescind-reason", "cancelled")])
        #expect(record.headers.first?.value == Array("cancelled".utf8))
        #expect(text("rescind-reason", in: record) == "malformed")
    }

    @Test("absent keys stay absent and empty values empty")
    func absent() throws {
        #expect(try record(key: nil, headers: []).key == nil)
        #expect(try record(value: [], headers: []).value == [])
    }

    @Test("a record too large for the topic is represented by its hash and size, and stays readable there")
    func oversize() throws {
        let value = [UInt8](repeating: 0x61, count: 200_000)
        let record = try record(.tooLarge, value: value, headers: headers, maximumBytes: 196_608)
        #expect(record.key == nil)
        #expect(record.value == [])
        #expect(text("rescind-original-bytes", in: record) == "200000")
        #expect(
            text("rescind-original-sha256", in: record)
                == "2287d207f24a941ff3b56c04c8a25ad56b63e3023207b3bb5b4ac0c9869d74be")
        #expect(text("rescind-reason", in: record) == "tooLarge")
        #expect(text("rescind-offset", in: record) == "4211")
        #expect(!record.headers.contains { $0.name == "twice" || $0.name == "content-type" })
    }

    @Test("key and headers alone can make a record too large")
    func oversizeByKeyOrHeaders() throws {
        let large = [UInt8](repeating: 0, count: 2000)
        #expect(try record(key: large, headers: [], maximumBytes: 2000).key == nil)
        let header = RecordHeader(name: "x", value: large)
        #expect(try record(headers: [header], maximumBytes: 2000).headers.contains(header) == false)
    }

    @Test("with its own headers a dead letter never exceeds what the topic accepts")
    func limit() throws {
        let sizes = try (1000...2200).map { count in
            size(try record(value: [UInt8](repeating: 0x61, count: count), headers: headers, maximumBytes: 2000))
        }
        #expect(sizes.max() == 2000)
    }

    @Test("a record that fits to the byte is kept whole")
    func exactFit() throws {
        let whole = try record(headers: headers)
        #expect(try record(headers: headers, maximumBytes: size(whole)) == whole)
        #expect(try record(headers: headers, maximumBytes: size(whole) - 1).value == [])
    }
}
