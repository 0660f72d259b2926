#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Graph's `dateTimeTimeZone` text in UTC, `2026-11-22T10:00:00.0000000`, and the times of a calendar view's query.
enum GraphDateTime {
    private static let pattern = Array("dddd-dd-ddTdd:dd:dd".utf8)
    private static let mostFractionDigits = 9

    /// Strict: this one format, with 0 to 9 fraction digits and an optional `Z`. No leap second, no 24:00.
    static func date(_ text: String) -> Date? {
        var bytes = Array(text.utf8)
        if bytes.last == UInt8(ascii: "Z") { bytes.removeLast() }
        guard bytes.count >= pattern.count, zip(bytes, pattern).allSatisfy(matches) else { return nil }
        func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
        let second = number(17..<19)
        guard second < 60, let fraction = fraction(bytes[pattern.count...]),
            let civil = CivilTime(
                year: number(0..<4),
                month: number(5..<7),
                day: number(8..<10),
                hour: number(11..<13),
                minute: number(14..<16),
                second: second
            )
        else { return nil }
        return Date(timeIntervalSince1970: Double(civil.secondsSinceEpoch) + fraction)
    }

    /// `YYYY-MM-DDThh:mm:ssZ` of a whole second; nil outside the years 1 to 9999.
    static func text(secondsSinceEpoch seconds: Int64) -> String? {
        guard let civil = CivilTime(secondsSinceEpoch: seconds) else { return nil }
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        let date = "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))"
        return "\(date)T\(padded(civil.hour, 2)):\(padded(civil.minute, 2)):\(padded(civil.second, 2))Z"
    }

    private static func matches(_ byte: UInt8, _ expected: UInt8) -> Bool {
        expected == UInt8(ascii: "d") ? ASCII.isDigit(byte) : byte == expected
    }

    private static func fraction(_ bytes: ArraySlice<UInt8>) -> Double? {
        guard let point = bytes.first else { return 0 }
        let digits = bytes.dropFirst()
        guard point == UInt8(ascii: "."), (1...self.mostFractionDigits).contains(digits.count),
            digits.allSatisfy(ASCII.isDigit)
        else { return nil }
        return digits.reversed().reduce(0.0) { ($0 + Double($1 - UInt8(ascii: "0"))) / 10 }
    }
}
