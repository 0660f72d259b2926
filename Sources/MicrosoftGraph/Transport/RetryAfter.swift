/// Reads `Retry-After` (RFC 9110 §10.2.3): seconds, with decimals as Graph has been seen to send (`2.128`), or a date.
enum RetryAfter {
    /// Longer waits are cut to this. Graph's throttling windows are minutes; a day is a server's mistake, and a value
    /// without bound would overflow somebody's arithmetic.
    static let longest: Duration = .seconds(24 * 3600)

    /// Nil for what is neither form, a negative number included; zero for a date in the past.
    ///
    /// - Parameter now: Seconds since 1970 by the clock that made the date.
    static func delay(_ value: String, now: Int64) -> Duration? {
        if let date = HTTPDate.secondsSinceEpoch(value, now: now) {
            return min(max(.seconds(date - now), .zero), longest)
        }
        return decimalSeconds(value)
    }

    private static func decimalSeconds(_ value: String) -> Duration? {
        let parts = value.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), value.utf8.count <= 64,
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(ASCII.isDigit) })
        else { return nil }
        // All digits, so a number that does not fit is one that is too long.
        guard let whole = Int64(Substring(parts[0])), whole < longest.components.seconds else {
            return longest
        }
        guard parts.count == 2 else { return .seconds(whole) }
        // Milliseconds are finer than any timer here; a remainder counts as one more, so as never to be early.
        let digits = Array(parts[1])
        let milliseconds = digits.prefix(3).reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        let scaled = milliseconds * [100, 10, 1][min(digits.count, 3) - 1]
        let hasRemainder = digits.dropFirst(3).contains { $0 != UInt8(ascii: "0") }
        return .seconds(whole) + .milliseconds(scaled + (hasRemainder ? 1 : 0))
    }
}
