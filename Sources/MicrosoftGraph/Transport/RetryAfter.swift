/// What the `Retry-After` of an answer asks for (RFC 9110 §10.2.3): seconds, with decimals as Graph has been seen to send
/// (`2.128`), or a date.
///
/// Of several values the longest is meant, whether they come in fields of their own or in one, separated by commas as a proxy
/// joins them (RFC 9110 §5.3): waiting longer is never wrong towards the server.
struct RetryAfter: Equatable, Sendable {
    /// Longer waits are cut to this. Graph's throttling windows are minutes; a day is a server's mistake, and a value
    /// without bound would overflow somebody's arithmetic.
    static let longest: Duration = .seconds(24 * 3600)
    /// Longer fields are not read. A dozen dates fit.
    static let mostBytes = 512

    /// nil when nothing was asked for, or nothing that can be read.
    private(set) var delay: Duration?
    /// What was not followed to the letter.
    private(set) var faults: Set<RetryAfterFault> = []

    /// - Parameters:
    ///   - fields: the values of all fields of that name.
    ///   - now: Seconds since 1970 by the clock that made a date.
    init(_ fields: [String], now: Int64) {
        for field in fields {
            let members = field.utf8.count <= Self.mostBytes ? Self.members(of: field) : []
            if members.isEmpty { faults.insert(.unreadable) }
            for member in members { add(member, now: now) }
        }
    }

    private mutating func add(_ member: String, now: Int64) {
        guard let asked = Self.delay(member, now: now) else {
            faults.insert(.unreadable)
            return
        }
        if asked > Self.longest { faults.insert(.clamped) }
        delay = max(delay ?? .zero, min(asked, Self.longest))
    }

    /// What stands between the commas. The one behind a weekday belongs to its date, and nothing at all to nobody.
    private static func members(of field: String) -> [String] {
        var members: [String] = []
        for part in field.split(separator: ",").map(trimmed) {
            if let last = members.last, HTTPDate.isWeekday(last) {
                members[members.count - 1] = "\(last), \(part)"
            } else if !part.isEmpty {
                members.append(part)
            }
        }
        return members
    }

    private static func trimmed(_ text: Substring) -> String {
        func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
        let end = text.lastIndex { !isBlank($0) }
        return end.map { String(text[...$0].drop(while: isBlank)) } ?? ""
    }

    /// Nil for what is neither form, a negative number included; zero for a date in the past; longer than ``longest`` for
    /// whatever is to be cut.
    private static func delay(_ value: String, now: Int64) -> Duration? {
        if let date = HTTPDate.secondsSinceEpoch(value, now: now) { return max(.seconds(date - now), .zero) }
        return decimalSeconds(value)
    }

    private static func decimalSeconds(_ value: String) -> Duration? {
        let parts = value.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), value.utf8.count <= 64,
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(ASCII.isDigit) })
        else { return nil }
        // All digits, so a number that does not fit is one that is too long.
        guard let whole = Int64(Substring(parts[0])), whole <= longest.components.seconds else {
            return longest + .seconds(1)
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
