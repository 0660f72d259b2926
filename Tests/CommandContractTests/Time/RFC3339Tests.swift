import CommandContract
import Testing

@Suite("RFC 3339 times")
struct RFC3339Tests {
    @Test(
        "an existing moment is read to the millisecond",
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T00:00:00.001Z", 1),
            ("1969-12-31T23:59:59.999Z", -1),
            ("2026-11-22T09:30:00Z", 1_795_339_800_000),
            ("2024-02-29T12:00:00Z", 1_709_208_000_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("1900-03-01T00:00:00Z", -2_203_891_200_000),
        ] as [(String, Int64)])
    func moments(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(
        "one to nine fractional digits are read, cut after the millisecond",
        arguments: [
            ("5", 500), ("05", 50), ("123", 123), ("1239", 123), ("999999999", 999), ("000000001", 0), ("12345", 123),
            ("1234567", 123), ("12345678", 123), ("120000", 120),
        ] as [(String, Int64)])
    func fractions(digits: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: "1970-01-01T00:00:00.\(digits)Z")?.milliseconds == milliseconds)
        #expect(Timestamp(rfc3339: "1970-01-01T01:00:00.\(digits)+01:00")?.milliseconds == milliseconds)
    }

    @Test(
        "an offset is taken off, over day, month and year boundaries",
        arguments: [
            ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.000Z"),
            ("2025-12-31T23:30:00-01:00", "2026-01-01T00:30:00.000Z"),
            ("2024-03-01T00:00:00+00:01", "2024-02-29T23:59:00.000Z"),
            ("2026-11-22T09:30:00+23:59", "2026-11-21T09:31:00.000Z"),
            ("2026-11-22T09:30:00-23:59", "2026-11-23T09:29:00.000Z"),
            ("2026-11-22T09:30:00-00:00", "2026-11-22T09:30:00.000Z"),
            ("2026-11-22T09:30:00+05:45", "2026-11-22T03:45:00.000Z"),
        ])
    func offsets(text: String, expected: String) {
        #expect(Timestamp(rfc3339: text)?.rfc3339 == expected)
    }

    @Test(
        "a day, an hour or a spelling that does not exist is refused",
        arguments: [
            // Days.
            "2026-02-30T00:00:00Z", "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z", "2026-06-31T00:00:00Z", "2026-09-31T00:00:00Z", "2026-11-31T00:00:00Z",
            "2026-01-32T00:00:00Z", "2026-01-00T00:00:00Z", "2026-00-01T00:00:00Z", "2026-13-01T00:00:00Z",
            // Clock times.
            "2026-11-22T24:00:00Z", "2026-11-22T25:00:00Z", "2026-11-22T09:60:00Z", "2026-11-22T09:30:60Z",
            "2016-12-31T23:59:60Z",
            // Offsets.
            "2026-11-22T09:30:00+99:99", "2026-11-22T09:30:00+24:00", "2026-11-22T09:30:00+01:60",
            "2026-11-22T09:30:00+0100", "2026-11-22T09:30:00+01", "2026-11-22T09:30:00", "2026-11-22T09:30:00+01:00Z",
            "2026-11-22T09:30:00ZZ", "2026-11-22T09:30:00\u{2212}01:00", "2026-11-22T09:30:00 Z",
            // Letters and separators.
            "2026-11-22t09:30:00Z", "2026-11-22T09:30:00z", "2026-11-22 09:30:00Z", "2026/11/22T09:30:00Z",
            "2026-11-22T09.30.00Z", "20261122T093000Z", "2026-11-22T09:30Z", "2026-11-22", "09:30:00Z", "",
            "26-11-22T09:30:00Z", "2026-1-22T09:30:00Z", "+2026-11-22T09:30:00Z", "-2026-11-22T09:30:00Z",
            "12026-11-22T09:30:00Z", "2026-W47-7T09:30:00Z", " 2026-11-22T09:30:00Z", "2026-11-22T09:30:00Z ",
            "2026-11-22T09:30:00Z\n", "\u{FF12}026-11-22T09:30:00Z", "2026-11-22T+9:30:00Z", "2026-11-22T09:30:-1Z",
            // Fractions.
            "2026-11-22T09:30:00.Z", "2026-11-22T09:30:00.1234567890Z", "2026-11-22T09:30:00,5Z",
            "2026-11-22T09:30:00.5", "2026-11-22T09:30:00.", "2026-11-22T09:30:00.+01:00", "2026-11-22T09:30:00.1.2Z",
        ])
    func refusals(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test("29 February exists exactly in leap years")
    func leapYears() {
        for year in stride(from: 1600, through: 2400, by: 1) {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            #expect((Timestamp(rfc3339: "\(year)-02-29T00:00:00Z") != nil) == isLeap, "\(year)")
        }
    }

    @Test("days from year 0000 to 9999 read back as written")
    func daysReadBack() {
        let day: Int64 = 86_400_000
        var time = Timestamp(milliseconds: -62_167_219_200_000)
        var count = 0
        while time.milliseconds <= 253_402_300_799_999 {
            if Timestamp(rfc3339: time.rfc3339) != time { Issue.record("\(time.rfc3339) does not read back") }
            // A step of 61 days visits every month of every year at changing days.
            time = Timestamp(milliseconds: time.milliseconds + 61 * day)
            count += 1
        }
        #expect(count == 59_876)
    }

    @Test("what is written has milliseconds and Z, and stays in the years RFC 3339 can spell")
    func writing() {
        #expect(Timestamp(milliseconds: 1_795_339_800_042).rfc3339 == "2026-11-22T09:30:00.042Z")
        #expect(Timestamp(milliseconds: -1).rfc3339 == "1969-12-31T23:59:59.999Z")
        #expect(Timestamp(milliseconds: .max).rfc3339 == "9999-12-31T23:59:59.999Z")
        #expect(Timestamp(milliseconds: .min).rfc3339 == "0000-01-01T00:00:00.000Z")
        #expect(Timestamp(rfc3339: "0000-01-01T00:00:00+23:59")?.rfc3339 == "0000-01-01T00:00:00.000Z")
    }
}
