/// Allow-lists for everything that becomes a path segment.
///
/// An allow-list rather than escaping alone: Graph's front door decodes before it routes, so even `%2F` in an id
/// splits the path (`RequestBroker--ParseUri`), and a segment such as `..` or `$value` would address something else.
enum IdentifierRules {
    /// Far above the 72 to 220 characters observed in Graph ids, far below any limit on a request line.
    static let longestItemID = 1024

    /// Entra's limits for a user principal name: total, before and after the `@`.
    private static let longestPrincipalName = 113
    private static let longestLocalPart = 64
    private static let longestDomain = 48
    /// `$` is left out on purpose: a leading one needs another path form (Graph "Get a user").
    private static let localPartPunctuation = Set("._-'!#^~+&".utf8)

    /// Events, calendars and calendar groups: Graph's URL-safe ids, where `-` stands for `/` and `_` for `+`.
    static func checkItemID(_ id: String, field: PathError.Field) throws(PathError) {
        if id.isEmpty { throw PathError(field: field, rule: .empty) }
        if id.utf8.count > longestItemID { throw PathError(field: field, rule: .tooLong) }
        var rule: PathError.Rule?
        for byte in id.utf8 where !isItemIDByte(byte) {
            let isExchangeSpelling = byte == UInt8(ascii: "/") || byte == UInt8(ascii: "+")
            // The advice to respell only helps when nothing else is wrong with the id.
            rule = isExchangeSpelling && rule != .characterNotAllowed ? .exchangeSpelling : .characterNotAllowed
        }
        if let rule { throw PathError(field: field, rule: rule) }
    }

    static func checkUser(_ user: String) throws(PathError) {
        if user.isEmpty { throw PathError(field: .user, rule: .empty) }
        guard ASCII.isGUID(user) || isPrincipalName(user) else {
            throw PathError(field: .user, rule: .notGUIDOrPrincipalName)
        }
    }

    static func checkGroup(_ group: String) throws(PathError) {
        if group.isEmpty { throw PathError(field: .group, rule: .empty) }
        guard ASCII.isGUID(group) else { throw PathError(field: .group, rule: .notGUID) }
    }

    private static func isItemIDByte(_ byte: UInt8) -> Bool {
        ASCII.isLetterOrDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "=")
    }

    /// Entra's rule, ASCII only: look-alike letters of other scripts can therefore never name a mailbox.
    private static func isPrincipalName(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard name.utf8.count <= longestPrincipalName, parts.count == 2 else { return false }
        let local = parts[0]
        guard (1...self.longestLocalPart).contains(local.count), local.last != UInt8(ascii: ".") else { return false }
        guard local.allSatisfy({ ASCII.isLetterOrDigit($0) || localPartPunctuation.contains($0) }) else {
            return false
        }
        return (1...self.longestDomain).contains(parts[1].count) && ASCII.isDomainName(Substring(parts[1]))
    }
}
