import Testing

@testable import MicrosoftGraph

@Suite struct RetryAfterTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT
    static let now: Int64 = 784_111_777

    private func read(_ fields: String...) -> RetryAfter { RetryAfter(fields, now: Self.now) }

    @Test(
        "seconds, decimals and the three dates are read",
        arguments: [
            ("0", .zero), ("10", .seconds(10)), ("2.128", .milliseconds(2128)), ("2.1", .milliseconds(2100)),
            ("2.12", .milliseconds(2120)), ("2.1280", .milliseconds(2128)), ("2.1281", .milliseconds(2129)),
            ("0.0001", .milliseconds(1)), ("007", .seconds(7)), ("86399", .seconds(86_399)),
            ("86400", .seconds(86_400)), (" 10\t", .seconds(10)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", .seconds(10)), ("Sunday, 06-Nov-94 08:50:37 GMT", .seconds(60)),
            ("Sun Nov  6 08:49:38 1994", .seconds(1)), ("Mon, 07 Nov 1994 08:49:37 GMT", .seconds(86_400)),
        ] as [(String, Duration)]
    )
    func readable(value: String, delay: Duration) {
        #expect(read(value).delay == delay)
        #expect(read(value).faults == [])
    }

    @Test(
        "a date in the past asks for no wait, in each of the three forms",
        arguments: [
            "Sun, 06 Nov 1994 08:49:36 GMT", "Sunday, 06-Nov-94 08:49:36 GMT", "Sun Nov  6 08:49:36 1994",
            "Thu, 01 Jan 1970 00:00:00 GMT", "Sun, 06 Nov 1994 08:49:37 GMT",
        ]
    )
    func past(value: String) {
        #expect(read(value).delay == .zero)
        #expect(read(value).faults == [])
    }

    @Test(
        "an absurd wait is cut to the named limit, and that is told",
        arguments: [
            "86401", "86400.5", "99999999", "9223372036854775808", String(repeating: "9", count: 64),
            "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 07 Nov 1994 08:49:38 GMT", "Monday, 07-Nov-94 08:49:38 GMT",
            "Fri Dec 31 23:59:59 9999",
        ]
    )
    func clamped(value: String) {
        #expect(read(value).delay == RetryAfter.longest)
        #expect(read(value).faults == [.clamped])
    }

    @Test(
        "what is neither form is no answer, and that is told",
        arguments: [
            "", " ", ",", "-1", "-0", "+5", "1e3", ".5", "5.", "1.2.3", "0x10", "soon", "10 s", "NaN", "inf", "1 0",
            "\u{FF11}", "Mon, 06 Nov 1994 08:49:37 GMT", "Sun", "Sun,", "Sun, 5", "1994-11-06T08:49:47Z",
            String(repeating: "9", count: 65), String(repeating: "1,", count: 300),
        ]
    )
    func unreadable(value: String) {
        #expect(read(value).delay == nil)
        #expect(read(value).faults == [.unreadable])
    }

    @Test(
        "of a list the longest is meant, dates among it",
        arguments: [
            ("120, 5", .seconds(120)), ("5, 120", .seconds(120)), ("5,120", .seconds(120)), ("10,5", .seconds(10)),
            ("2.5 ,\t2.25", .milliseconds(2500)), ("7, , 3,", .seconds(7)), ("0, 0", .zero),
            ("Sun, 06 Nov 1994 08:49:47 GMT, 5", .seconds(10)), ("20, Sun, 06 Nov 1994 08:49:47 GMT", .seconds(20)),
            ("Sunday, 06-Nov-94 08:50:37 GMT, Sun, 06 Nov 1994 08:49:47 GMT", .seconds(60)),
            ("5, Sun Nov  6 08:49:47 1994", .seconds(10)),
        ] as [(String, Duration)]
    )
    func list(value: String, delay: Duration) {
        #expect(read(value).delay == delay)
        #expect(read(value).faults == [])
    }

    @Test("a field that is repeated is read like a list")
    func repeated() {
        #expect(read("120", "5").delay == .seconds(120))
        #expect(read("5", "Sun, 06 Nov 1994 08:49:47 GMT", "7, 8").delay == .seconds(10))
        #expect(read("120", "5").faults == [])
    }

    @Test("one bad value does not spoil the others, and is told")
    func mixed() {
        #expect(read("soon, 5").delay == .seconds(5))
        #expect(read("soon, 5").faults == [.unreadable])
        #expect(read("-1", "7").delay == .seconds(7))
        #expect(read("5, 99999999").delay == RetryAfter.longest)
        #expect(read("5, 99999999").faults == [.clamped])
        #expect(read("never", "99999999").faults == [.clamped, .unreadable])
    }

    @Test("without the header nothing is asked for and nothing is wrong")
    func absent() {
        #expect(RetryAfter([], now: Self.now).delay == nil)
        #expect(RetryAfter([], now: Self.now).faults == [])
    }
}
