import CommandContract
import Testing

@Suite("Trace context: kept when well formed, dropped otherwise, never a reason to refuse")
struct TraceContextTests {
    private static let good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    private func envelope(traceparent: String?, tracestate: String? = nil) throws -> CommandEnvelope {
        let sample = SampleCommand().settingAttribute("traceparent", to: traceparent.map { "\"\($0)\"" })
            .settingAttribute("tracestate", to: tracestate.map { "\"\($0)\"" })
        return try #require(sample.decodeStructured().command).envelope
    }

    @Test("a well-formed traceparent and its tracestate are kept as they came")
    func kept() throws {
        let envelope = try envelope(traceparent: Self.good, tracestate: "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7")
        #expect(envelope.traceparent == Self.good)
        #expect(envelope.tracestate == "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7")
    }

    @Test(
        "a malformed traceparent is dropped together with its tracestate",
        arguments: [
            nil, "", "garbage", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
        ] as [String?])
    func dropped(traceparent: String?) throws {
        let envelope = try envelope(traceparent: traceparent, tracestate: "a=b")
        #expect(envelope.traceparent == nil)
        #expect(envelope.tracestate == nil)
    }

    @Test("a tracestate that is empty, too long or not ASCII is dropped alone")
    func tracestate() throws {
        for text in ["", String(repeating: "a", count: 513), "caf\u{E9}=1"] {
            let envelope = try envelope(traceparent: Self.good, tracestate: text)
            #expect(envelope.traceparent == Self.good)
            #expect(envelope.tracestate == nil)
        }
        let longest = String(repeating: "a", count: 512)
        #expect(try envelope(traceparent: Self.good, tracestate: longest).tracestate == longest)
    }

    @Test("a per-hop header without the ce_ prefix is not the command's origin")
    func hopHeader() throws {
        let decoded = SampleCommand().decodeBinary(adding: [RecordHeader("traceparent", Self.good)])
        #expect(try #require(decoded.command).envelope.traceparent == nil)
        let origin = SampleCommand().decodeBinary(adding: [RecordHeader("ce_traceparent", Self.good)])
        #expect(try #require(origin.command).envelope.traceparent == Self.good)
    }
}
