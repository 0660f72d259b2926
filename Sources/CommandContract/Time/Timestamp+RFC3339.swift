extension Timestamp {
    /// Reads an RFC 3339 time strictly: upper-case `T` and `Z`, existing days only, no 24:00, no leap second, an offset
    /// between -23:59 and +23:59, one to nine fractional digits (kept to the millisecond).
    ///
    /// Own code because Foundation's formatters turn 30 February into 2 March and accept `+99:99`: a deadline read wrongly
    /// would cancel a meeting too late.
    package init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"),
            let date = Self.civilDate(bytes[0..<10]), let time = Self.timeOfDay(bytes[11..<19])
        else { return nil }
        var index = 19
        var fraction: Int64 = 0
        if bytes[index] == UInt8(ascii: ".") {
            let digits = bytes[(index + 1)...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard (1...9).contains(digits.count) else { return nil }
            fraction = Self.number(Array((digits + [48, 48]).prefix(3))[...]) ?? 0
            index = digits.endIndex
        }
        guard index < bytes.count, let offset = Self.offset(bytes[index...]) else { return nil }
        let seconds =
            CivilDay.daysSinceEpoch(year: date.year, month: date.month, day: date.day) * 86_400 + time - offset
        self.init(milliseconds: seconds * 1000 + fraction)
    }

    /// `YYYY-MM-DDThh:mm:ss.sssZ`; years outside 0000 to 9999 are clamped, as RFC 3339 cannot spell them.
    package var rfc3339: String {
        let limited = min(max(milliseconds, -62_167_219_200_000), 253_402_300_799_999)
        let day = limited.flooredQuotient(by: 86_400_000)
        let rest = limited - day * 86_400_000
        let date = CivilDay.date(daysSinceEpoch: day)
        func pad(_ value: Int64, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let clock = "\(pad(rest / 3_600_000, 2)):\(pad(rest / 60_000 % 60, 2)):\(pad(rest / 1000 % 60, 2))"
        return "\(pad(date.year, 4))-\(pad(date.month, 2))-\(pad(date.day, 2))T\(clock).\(pad(rest % 1000, 3))Z"
    }

    private static func civilDate(_ slice: ArraySlice<UInt8>) -> (year: Int64, month: Int64, day: Int64)? {
        let bytes = Array(slice)
        guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            (1...12).contains(month), (1...CivilDay.days(inMonth: month, of: year)).contains(day)
        else { return nil }
        return (year, month, day)
    }

    /// Seconds since midnight.
    private static func timeOfDay(_ slice: ArraySlice<UInt8>) -> Int64? {
        let bytes = Array(slice)
        guard bytes[2] == UInt8(ascii: ":"), bytes[5] == UInt8(ascii: ":"),
            let hour = number(bytes[0..<2]), let minute = number(bytes[3..<5]), let second = number(bytes[6..<8]),
            hour < 24, minute < 60, second < 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    /// Seconds east of UTC.
    private static func offset(_ slice: ArraySlice<UInt8>) -> Int64? {
        let bytes = Array(slice)
        if bytes == [UInt8(ascii: "Z")] { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
            bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            let hour = number(bytes[1..<3]), let minute = number(bytes[4..<6]), hour < 24, minute < 60
        else { return nil }
        return (hour * 3600 + minute * 60) * (bytes[0] == UInt8(ascii: "-") ? -1 : 1)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return value
    }
}
