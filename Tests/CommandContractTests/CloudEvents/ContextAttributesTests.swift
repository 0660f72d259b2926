import CommandContract
import Testing

@Suite("CloudEvents context attributes")
struct ContextAttributesTests {
    private let sample = SampleCommand()

    @Test(
        "a specversion other than the string 1.0 is refused",
        arguments: [nil, "null", #""0.3""#, #""1.1""#, #""1""#, #""1.0 ""#, #""""#, "1.0", "1", "{}"] as [String?])
    func specversion(json: String?) {
        #expect(sample.settingAttribute("specversion", to: json).decodeStructured().verdict == .invalid("specversion"))
    }

    @Test("a type is required, and one we do not act on is refused as such")
    func type() {
        for json in [nil, "null", #""""#, "true", "{}"] as [String?] {
            #expect(sample.settingAttribute("type", to: json).decodeStructured().verdict == .invalid("type"))
        }
        for name in ["meeting.command.cancel.v2", "Meeting.Command.Cancel.v1", "meeting.command.cancel.v1 ", "x"] {
            let decoded = sample.settingAttribute("type", to: "\"\(name)\"").decodeStructured()
            #expect(decoded.verdict == .refused(.unsupportedType, field: "type"))
            #expect(decoded.envelope?.type == name)
        }
    }

    @Test(
        "attribute names are lower-case letters and digits, at most 40",
        arguments: [
            "Subject", "sub_ject", "sub-ject", "", "subj\u{E9}ct", "sub.ject", String(repeating: "a", count: 41),
        ])
    func names(name: String) {
        let decoded = sample.settingAttribute(name, to: #""x""#).decodeStructured()
        guard case .refused(_, .fieldInvalid, let fault) = decoded else {
            Issue.record("\(name) was accepted")
            return
        }
        #expect(fault.rule.contains("lower-case letters and digits"))
        #expect(fault.field.unicodeScalars.allSatisfy { $0.isASCII || $0 == "…" })
    }

    @Test("unknown extensions of any simple type are accepted, and null means absent")
    func extensions() {
        let extended =
            sample
            .settingAttribute("myextension", to: #""text""#).settingAttribute("flag", to: "true")
            .settingAttribute("count", to: "-2147483648").settingAttribute("absent", to: "null")
            .settingAttribute(String(repeating: "a", count: 40), to: #""x""#)
            .settingAttribute("subject", to: #""any""#).settingAttribute("dataschema", to: #""urn:x""#)
            .settingAttribute("partitionkey", to: #""k""#)
        #expect(extended.decodeStructured().verdict == .command)
    }

    @Test(
        "attributes that are no string, boolean or 32-bit integer are refused",
        arguments: ["{}", "[]", "1.5", "1e2", "2147483648", "-2147483649", "1.0"])
    func attributeTypes(json: String) {
        #expect(sample.settingAttribute("myextension", to: json).decodeStructured().verdict == .invalid("myextension"))
    }

    @Test("datacontenttype must be JSON in UTF-8 when it is said")
    func dataContentType() {
        for accepted in ["application/json", "Application/JSON; charset=UTF-8", "application/vnd.contoso+json"] {
            #expect(
                sample.settingAttribute("datacontenttype", to: "\"\(accepted)\"").decodeStructured().verdict == .command
            )
        }
        #expect(sample.settingAttribute("datacontenttype", to: "null").decodeStructured().verdict == .command)
        for refused in ["text/plain", "application/xml", "application/json; charset=utf-16", "", "json", "text/json"] {
            let decoded = sample.settingAttribute("datacontenttype", to: "\"\(refused)\"").decodeStructured()
            #expect(decoded.verdict == .invalid("datacontenttype"), "\(refused)")
        }
    }

    @Test("time and expirytime must be RFC 3339, and expirytime is kept")
    func times() throws {
        for name in ["time", "expirytime"] {
            for json in [#""2026-02-30T00:00:00Z""#, #""tomorrow""#, #""""#, "1795339800"] {
                #expect(sample.settingAttribute(name, to: json).decodeStructured().verdict == .invalid(name))
            }
        }
        let good = sample.settingAttribute("expirytime", to: #""2026-11-22T10:30:00+01:00""#)
            .settingAttribute("time", to: #""2026-11-22T09:00:00Z""#)
        let command = try #require(good.decodeStructured().command)
        #expect(command.envelope.expiry == Timestamp(rfc3339: "2026-11-22T09:30:00Z"))
    }

    @Test("correlationid is kept when printable, and refused otherwise")
    func correlation() throws {
        let longest = String(repeating: "x", count: 200)
        for text in ["order 17", "~", longest] {
            let command = try #require(
                sample.settingAttribute("correlationid", to: "\"\(text)\"").decodeStructured().command)
            #expect(command.envelope.correlationID == text)
        }
        for text in ["", longest + "x", "caf\u{E9}", #"a\nb"#, #"a\u007fb"#] {
            let decoded = sample.settingAttribute("correlationid", to: "\"\(text)\"").decodeStructured()
            #expect(decoded.verdict == .invalid("correlationid"))
            #expect(decoded.envelope?.correlationID == nil)
        }
    }

    @Test("a command refused for its data still carries its correlation and trace")
    func refusalKeepsCorrelation() throws {
        let traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let broken = sample.settingAttribute("specversion", to: #""0.3""#)
            .settingAttribute("correlationid", to: #""order-17""#)
            .settingAttribute("traceparent", to: "\"\(traceparent)\"")
        let envelope = try #require(broken.decodeStructured().envelope)
        #expect(envelope.correlationID == "order-17")
        #expect(envelope.traceparent == traceparent)
    }
}
