import Testing

@testable import RescindApp

@Suite("Spans in the configuration")
struct ConfigurationDurationTests {
    @Test(
        "a whole number and a unit",
        arguments: [
            ("0s", Duration.zero), ("250ms", .milliseconds(250)), ("5s", .seconds(5)), ("5m", .seconds(300)),
            ("24h", .seconds(86_400)),
            ("90d", .seconds(90 * 86_400)), ("999999999ms", .milliseconds(999_999_999)),
        ]
    )
    func parsed(text: String, span: Duration) { #expect(ConfigurationDuration.parse(text) == span) }

    @Test(
        "anything else is none", arguments: ["", "5", "s", "5 s", " 5s", "5s ", "-5s", "1.5s", "5w", "5D", "5S", "٣s"])
    func refused(text: String) { #expect(ConfigurationDuration.parse(text) == nil) }

    @Test(
        "the text of a span reads back as the same span",
        arguments: [1, 100, 999, 1000, 1500, 5000, 60_000, 61_000, 3_600_000, 86_400_000, 90_000_000, 604_800_000]
    )
    func roundTrip(milliseconds: Int) {
        let span = Duration.milliseconds(milliseconds)
        #expect(ConfigurationDuration.parse(ConfigurationDuration.text(span)) == span)
    }

    @Test(
        "a span is told in the largest unit that fits, one day in hours", arguments: ["7d", "24h", "25h", "90m", "61s"])
    func largestUnit(text: String) throws {
        let span = try #require(ConfigurationDuration.parse(text))
        #expect(ConfigurationDuration.text(span) == text)
    }
}
