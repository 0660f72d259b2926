import Testing

@testable import MicrosoftGraph

@Suite struct CivilTimeTests {
    @Test("every day of 800 years converts there and back, and weekdays follow each other")
    func roundTrip() throws {
        let first: Int64 = -11_676_096_000  // 1600-01-01T00:00:00Z, a Saturday
        var weekday = 6
        for day in 0..<(2 * 146_097) as Range<Int64> {
            let seconds = first + day * 86_400 + 45_296
            let civil = try #require(CivilTime(secondsSinceEpoch: seconds))
            guard civil.secondsSinceEpoch == seconds, civil.weekday == weekday, civil.hour == 12, civil.second == 56
            else {
                Issue.record("day \(day) became \(civil)")
                return
            }
            weekday = (weekday + 1) % 7
        }
    }

    @Test("known moments")
    func known() throws {
        #expect(
            CivilTime(secondsSinceEpoch: 951_782_400)
                == CivilTime(year: 2000, month: 2, day: 29, hour: 0, minute: 0, second: 0))
        #expect(
            CivilTime(secondsSinceEpoch: -1)
                == CivilTime(year: 1969, month: 12, day: 31, hour: 23, minute: 59, second: 59))
        #expect(CivilTime(secondsSinceEpoch: .max) == nil)
        #expect(CivilTime(secondsSinceEpoch: .min) == nil)
    }
}
