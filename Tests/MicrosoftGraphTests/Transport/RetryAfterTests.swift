import Testing

@testable import MicrosoftGraph

@Suite struct RetryAfterTests {
    static let now: Int64 = 784_111_777

    @Test(
        "seconds, decimals and the three dates are read",
        arguments: [
            ("0", .zero), ("10", .seconds(10)), ("2.128", .milliseconds(2128)), ("2.1", .milliseconds(2100)),
            ("2.12", .milliseconds(2120)), ("2.1280", .milliseconds(2128)), ("2.1281", .milliseconds(2129)),
            ("0.0001", .milliseconds(1)), ("007", .seconds(7)), ("86399", .seconds(86_399)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", .seconds(10)), ("Sunday, 06-Nov-94 08:50:37 GMT", .seconds(60)),
            ("Sun Nov  6 08:49:38 1994", .seconds(1)),
        ] as [(String, Duration)]
    )
    func readable(value: String, delay: Duration) {
        #expect(RetryAfter.delay(value, now: Self.now) == delay)
    }

    @Test("a date in the past asks for no wait")
    func past() {
        #expect(RetryAfter.delay("Sun, 06 Nov 1994 08:49:36 GMT", now: Self.now) == .zero)
        #expect(RetryAfter.delay("Thu, 01 Jan 1970 00:00:00 GMT", now: Self.now) == .zero)
    }

    @Test(
        "an absurd wait is cut to the named limit",
        arguments: [
            "86400", "86400.5", "99999999", "9223372036854775808", String(repeating: "9", count: 64),
            "Fri, 31 Dec 9999 23:59:59 GMT",
        ]
    )
    func clamped(value: String) {
        #expect(RetryAfter.delay(value, now: Self.now) == RetryAfter.longest)
    }

    @Test(
        "what is neither form is no answer",
        arguments: [
            "", " ", "-1", "+5", "1e3", ".5", "5.", "1.2.3", "0x10", "soon", "10 s", " 10", "10,5", "NaN", "inf",
            "\u{FF11}", "Mon, 06 Nov 1994 08:49:37 GMT", String(repeating: "9", count: 65),
        ]
    )
    func unreadable(value: String) {
        #expect(RetryAfter.delay(value, now: Self.now) == nil)
    }
}
