import Testing

@testable import MicrosoftGraph

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite struct GraphDateTimeTests {
    @Test(
        "Graph's spelling is read to the fraction",
        arguments: [
            ("2026-11-22T00:00:00", 1_795_305_600), ("2026-11-22T00:00:00Z", 1_795_305_600),
            ("2026-11-22T00:00:00.0000000", 1_795_305_600), ("2026-11-22T00:00:00.25Z", 1_795_305_600.25),
            ("1969-12-31T23:59:59.5", -0.5),
        ] as [(String, Double)]
    )
    func readable(text: String, seconds: Double) {
        #expect(GraphDateTime.date(text)?.timeIntervalSince1970 == seconds)
    }

    @Test(
        "anything else is no time",
        arguments: [
            "", "2026-11-22", "2026-11-22 00:00:00", "2026-11-22t00:00:00", "2026-02-30T00:00:00",
            "2026-11-22T24:00:00",
            "2026-11-22T23:59:60", "2026-11-22T00:00:00.", "2026-11-22T00:00:00.1234567890",
            "2026-11-22T00:00:00+01:00",
            "2026-11-22T00:00:00,5", "0000-11-22T00:00:00", "+026-11-22T00:00:00", "2026-11-22T00:00:00ZZ",
            "2026-11-2\u{FF12}T00:00:00",
        ]
    )
    func unreadable(text: String) {
        #expect(GraphDateTime.date(text) == nil)
    }

    @Test("a query's time is written with four digits of year")
    func written() {
        #expect(GraphDateTime.text(secondsSinceEpoch: 1_795_305_600) == "2026-11-22T00:00:00Z")
        #expect(GraphDateTime.text(secondsSinceEpoch: -62_135_596_800) == "0001-01-01T00:00:00Z")
        #expect(GraphDateTime.text(secondsSinceEpoch: -62_135_596_801) == nil)
    }
}
