import CommandContract
import Testing

@Suite("Outcome events")
struct OutcomeEventTests {
    private func id(topic: String, partition: Int32, offset: Int64, milliseconds: Int64?) -> String {
        let position = RecordPosition(
            topic: topic, partition: partition, offset: offset,
            timestamp: milliseconds.map { Timestamp(milliseconds: $0) })
        return OutcomeEvent(
            source: "/rescind/x", position: position, envelope: nil, reason: .malformed, message: "m",
            timing: SampleOutcome.timing
        ).id
    }

    /// Computed with another SHA-256: consumers de-duplicate on these, so no release may change them.
    @Test("the id of a record is the same for ever")
    func stableID() {
        #expect(
            id(topic: "meeting.cancel.commands", partition: 7, offset: 4211, milliseconds: 1_795_339_800_000)
                == "74ba92faf13cd39e68e885ee8945adc3")
        #expect(id(topic: "t", partition: 0, offset: 0, milliseconds: nil) == "a4af5282e3d6cc2ead7fcfa0dbd5ea3c")
        #expect(id(topic: "t", partition: 0, offset: 0, milliseconds: -1) == "066264180f74c28e4c16afe4b75c41c9")
    }

    @Test("every part of the record's position changes the id, and parts do not run together")
    func distinctIDs() {
        let ids = [
            id(topic: "t", partition: 1, offset: 11, milliseconds: 1),
            id(topic: "t1", partition: 1, offset: 11, milliseconds: 1),
            id(topic: "t", partition: 11, offset: 1, milliseconds: 1),
            id(topic: "t", partition: 1, offset: 1, milliseconds: 11),
            id(topic: "t", partition: 1, offset: 1, milliseconds: 1),
            id(topic: "t", partition: 1, offset: 11, milliseconds: nil),
            id(topic: "t", partition: 1, offset: 11, milliseconds: 0),
        ]
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.utf8.count == 32 })
    }

    @Test("the id depends on the record alone, not on what became of it")
    func idWithoutOutcome() throws {
        let ids = try Set(OutcomeReason.allCases.map { try SampleOutcome.outcome($0).id })
        #expect(ids == ["74ba92faf13cd39e68e885ee8945adc3"])
    }

    @Test("a full outcome is exactly this document")
    func document() throws {
        let record = try SampleOutcome.outcome(.cancelled).record(key: Array("k".utf8))
        let expected = """
            {"specversion":"1.0","id":"74ba92faf13cd39e68e885ee8945adc3","source":"/rescind/rescind-worker",\
            "type":"meeting.outcome.cancelled.v1","subject":"cmd-2026-000017","time":"2026-11-22T09:30:00.431Z",\
            "datacontenttype":"application/json","dataschema":"urn:rescind:schema:meeting.outcome:v1",\
            "correlationid":"order-17","causationid":"cmd-2026-000017",\
            "traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","tracestate":"rojo=00f067aa0ba902b7",\
            "data":{"command":{"source":"/scheduling/rooms","id":"cmd-2026-000017"},"primary":true,\
            "reason":"cancelled","message":"The meeting is cancelled. Nothing to do.","resend":"never","evidence":"acknowledged",\
            "meeting":{"cloud":"global","tenant":"8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f","mailbox":"ada@contoso.example",\
            "eventId":"AAMkAGI1AAAt9AHjAAA=","iCalUId":"040000008200E00074C5B7101A82E00800000000",\
            "type":"singleInstance","start":"2026-11-23T09:30:00.000Z"},"attempts":1,\
            "graph":{"status":202,"requestId":"5a0f7a44-3d8e-4d35-9a0e-6c1f2b3d4e5f",\
            "clientRequestId":"c1d7e0aa-93c2-5b4f-8a11-0d9e8f7a6b5c","date":"Sun, 22 Nov 2026 09:30:00 GMT"},\
            "timing":{"recorded":"2026-11-22T09:30:00.000Z","consumed":"2026-11-22T09:30:00.012Z",\
            "settled":"2026-11-22T09:30:00.431Z"},"position":{"topic":"meeting.cancel.commands","partition":7,"offset":4211}}}
            """
        #expect(String(decoding: try #require(record.value), as: UTF8.self) == expected)
    }

    @Test("an undecodable record's outcome leaves out what nobody knows")
    func undecodableDocument() {
        let position = RecordPosition(topic: "t", partition: 0, offset: 0, timestamp: nil)
        let event = OutcomeEvent(
            source: "/rescind/x", position: position, envelope: nil, reason: .malformed, message: "m",
            timing: SampleOutcome.timing)
        let expected = """
            {"specversion":"1.0","id":"a4af5282e3d6cc2ead7fcfa0dbd5ea3c","source":"/rescind/x",\
            "type":"meeting.outcome.undecodable.v1","time":"2026-11-22T09:30:00.431Z","datacontenttype":"application/json",\
            "dataschema":"urn:rescind:schema:meeting.outcome:v1","data":{"primary":true,"reason":"malformed",\
            "message":"m","resend":"afterFix","attempts":0,"timing":{"consumed":"2026-11-22T09:30:00.012Z",\
            "settled":"2026-11-22T09:30:00.431Z"},"position":{"topic":"t","partition":0,"offset":0}}}
            """
        #expect(String(decoding: JSONWriter.write(.object(event.json)), as: UTF8.self) == expected)
    }

    @Test("the record is structured mode under the given key")
    func record() throws {
        let record = try SampleOutcome.outcome(.wouldCancel).record(key: [0xFF, 0x00])
        #expect(record.key == [0xFF, 0x00])
        #expect(record.headers == [RecordHeader("content-type", "application/cloudevents+json; charset=UTF-8")])
        #expect(try SampleOutcome.outcome(.wouldCancel).record(key: nil).key == nil)
    }

    @Test("every outcome is strict JSON, whatever its message holds")
    func strictJSON() throws {
        for reason in OutcomeReason.allCases {
            let bytes = try #require(SampleOutcome.outcome(reason).record(key: nil).value)
            #expect(try JSONReader.read(bytes) == .object(SampleOutcome.outcome(reason).json))
        }
        let event = OutcomeEvent(
            source: "/rescind/x", position: SampleOutcome.position, envelope: nil, reason: .malformed,
            message: "\u{0}\"\\\u{1F600}\u{2028}", timing: SampleOutcome.timing)
        #expect(try JSONReader.read(#require(event.record(key: nil).value)) == .object(event.json))
    }
}
