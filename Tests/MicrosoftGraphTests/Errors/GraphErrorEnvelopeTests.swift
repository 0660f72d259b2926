import Testing

@testable import MicrosoftGraph

@Suite struct GraphErrorEnvelopeTests {
    private func envelope(_ body: String) -> GraphErrorEnvelope? {
        GraphErrorEnvelope(.complete(Array(body.utf8)))
    }

    @Test("the innermost known code is taken, under either spelling of innerError")
    func mostSpecific() {
        let body = """
            {"error":{"code":"ErrorAccessDenied","message":"m","innerError":{"code":"SomethingNew","date":"d",
            "request-id":"r-1","innererror":{"code":"MailboxNotEnabledForRESTAPI","innerError":{"code":"Newer"}}}}}
            """
        #expect(self.envelope(body)?.code == "MailboxNotEnabledForRESTAPI")
        #expect(self.envelope(body)?.requestID == "r-1")
        #expect(self.envelope(body)?.message == "m")
    }

    @Test("of unknown codes the outermost is taken")
    func unknown() {
        #expect(self.envelope(#"{"error":{"code":"New1","innerError":{"code":"New2"}}}"#)?.code == "New1")
    }

    @Test("a code that does not look like one is not repeated")
    func strange() {
        #expect(self.envelope(#"{"error":{"code":"user alex@contoso.example"}}"#)?.code == nil)
        #expect(self.envelope(#"{"error":{"code":7,"innerError":{"request-id":"a b"}}}"#)?.requestID == nil)
    }

    @Test("nesting without end is cut")
    func deep() {
        let levels = 200
        let body =
            #"{"error":{"code":"Outer"#
            + String(repeating: #"","innerError":{"code":"ErrorItemNotFound"#, count: levels) + "\""
            + String(repeating: "}", count: levels + 2)
        #expect(self.envelope(body)?.codes.count == 8)
    }

    @Test(
        "what is no envelope is none",
        arguments: [
            "", "null", "[]", "{}", "{\"error\":null}", "{\"error\":\"invalid_grant\"}", "<html>", "{\"error\":{}",
        ]
    )
    func none(body: String) {
        #expect(self.envelope(body) == nil)
    }

    @Test("a body that was cut is none")
    func cut() {
        #expect(GraphErrorEnvelope(.tooLarge) == nil)
        #expect(GraphErrorEnvelope(.broken(TransportFailure(.connectionLost))) == nil)
    }
}
