import CommandContract
import Testing

@Suite("Timestamp arithmetic")
struct TimestampTests {
    private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    @Test("adding keeps whole milliseconds in both directions")
    func adding() {
        #expect(at(1000) + .milliseconds(250) == at(1250))
        #expect(at(1000) + .milliseconds(-1250) == at(-250))
        #expect(at(0) + .seconds(86_400) == at(86_400_000))
        #expect(at(5) + .microseconds(999) == at(5))
        #expect(at(5) + .zero == at(5))
    }

    @Test("a sum outside the range saturates at its own end instead of trapping")
    func saturation() {
        #expect(at(.max) + .milliseconds(1) == at(.max))
        #expect(at(.max) + .seconds(1) == at(.max))
        #expect(at(.min) + .milliseconds(-1) == at(.min))
        #expect(at(.min) + .seconds(-1) == at(.min))
        #expect(at(0) + .seconds(Int64.max) == at(.max))
        #expect(at(0) + .seconds(Int64.min) == at(.min))
        #expect(at(1) + .milliseconds(Int64.max) == at(.max))
        #expect(at(-1) + .milliseconds(Int64.min) == at(.min))
    }

    @Test("a difference outside the range saturates with the right sign")
    func subtracting() {
        #expect(at(1500) - at(500) == .seconds(1))
        #expect(at(500) - at(1500) == .seconds(-1))
        #expect(at(.max) - at(.min) == .milliseconds(Int64.max))
        #expect(at(.min) - at(.max) == .milliseconds(Int64.min))
        #expect(at(.min) - at(.min) == .zero)
    }

    @Test("times compare by moment, not by spelling")
    func comparing() throws {
        let utc = try #require(Timestamp(rfc3339: "2026-11-22T09:30:00Z"))
        let local = try #require(Timestamp(rfc3339: "2026-11-22T10:30:00.000+01:00"))
        #expect(utc == local)
        #expect(at(-1) < at(0))
        #expect(!(at(0) < at(0)))
    }
}
