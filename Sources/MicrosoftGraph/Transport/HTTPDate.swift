/// The three date formats of HTTP (RFC 9110 §5.6.7), read strictly: exact spelling, existing dates, right weekday.
enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let shortDays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let longDays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    static func isWeekday(_ text: String) -> Bool { shortDays.contains(text) || longDays.contains(text) }

    /// - Parameter now: Seconds since 1970; places the two-digit year of the RFC 850 format.
    static func secondsSinceEpoch(_ text: String, now: Int64) -> Int64? {
        guard text.utf8.count <= 33, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        switch words.count {
        case 6 where words[5] == "GMT": return fixedLength(words)
        case 4 where words[3] == "GMT": return rfc850(words, now: now)
        // Of `Nov  6` the two spaces make one word more than `Nov 16`.
        case 5, 6: return asctime(words)
        default: return nil
        }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`
    private static func fixedLength(_ words: [String]) -> Int64? {
        guard words[0].hasSuffix(","), let day = number(words[1], digits: 2),
            let month = months.firstIndex(of: words[2]), let year = number(words[3], digits: 4)
        else { return nil }
        let weekday = shortDays.firstIndex(of: String(words[0].dropLast()))
        return seconds(year, month + 1, day, words[4], weekday)
    }

    /// `Sunday, 06-Nov-94 08:49:37 GMT`
    private static func rfc850(_ words: [String], now: Int64) -> Int64? {
        let date = words[1].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard words[0].hasSuffix(","), date.count == 3, let day = number(date[0], digits: 2),
            let month = months.firstIndex(of: date[1]), let shortYear = number(date[2], digits: 2),
            let thisYear = CivilTime(secondsSinceEpoch: now)?.year
        else { return nil }
        // More than 50 years ahead means the most recent past year with those digits.
        var year = thisYear - thisYear % 100 + shortYear
        if year > thisYear + 50 { year -= 100 }
        let weekday = longDays.firstIndex(of: String(words[0].dropLast()))
        return seconds(year, month + 1, day, words[2], weekday)
    }

    /// `Sun Nov  6 08:49:37 1994`
    private static func asctime(_ words: [String]) -> Int64? {
        let day: Int?
        if words.count == 6 {
            guard words[2].isEmpty else { return nil }
            day = number(words[3], digits: 1)
        } else {
            day = number(words[2], digits: 2)
        }
        guard let day, let month = months.firstIndex(of: words[1]),
            let year = number(words[words.count - 1], digits: 4)
        else { return nil }
        let time = words[words.count - 2]
        return seconds(year, month + 1, day, time, shortDays.firstIndex(of: words[0]))
    }

    private static func seconds(_ year: Int, _ month: Int, _ day: Int, _ time: String, _ weekday: Int?) -> Int64? {
        let parts = time.split(separator: ":", omittingEmptySubsequences: false)
            .map { number(String($0), digits: 2) }
        guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2],
            let civil = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second),
            civil.weekday == weekday
        else { return nil }
        return civil.secondsSinceEpoch
    }

    private static func number(_ text: String, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy(ASCII.isDigit) else { return nil }
        return Int(text)
    }
}
