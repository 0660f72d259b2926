/// The allow-lists of the contract's identifiers, by bytes: what passes here can be put into a URL path or a log key
/// without meaning anything else there. The JSON Schema in docs/contracts says the same in patterns.
package enum FieldRules {
    static let timeRule = "must be an RFC 3339 time such as 2026-11-22T09:30:00Z on a day that exists"
    static let graphIDRule = "must be 1 to 1024 letters, digits, '-', '_' or '=' (write '/' as '-' and '+' as '_')"
    static let guidRule = "must be a GUID such as 8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"
    static let tenantRule = "must be the tenant's GUID or one of its domains"
    package static let userRule =
        "must be an object id (GUID) or a user principal name in ASCII without '/', '#', '%' or '?'"
    package static let accountRule = "must be 1 to 64 letters, digits, '-', '_' or '.'"
    static let commentRule = "must not hold control characters other than line feed and tab"

    static func identityRule(maximum: Int) -> String {
        "must be 1 to \(maximum) printable ASCII characters without spaces"
    }

    static func isIdentity(_ text: String, maximum: Int) -> Bool {
        (1...maximum).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    static func isGraphID(_ text: String) -> Bool {
        (1...1024).contains(text.utf8.count)
            && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D || $0 == 0x5F || $0 == 0x3D }
    }

    static func isGUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.utf8.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.utf8.allSatisfy(isHex) }
    }

    package static func isDomain(_ text: some StringProtocol) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253 && labels.count >= 2
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D }
            }
    }

    static func isTenant(_ text: String) -> Bool { isGUID(text) || isDomain(text) }

    /// Entra's user principal name: at most 113 characters, a local part of its allowed punctuation without '#'
    /// (guests have no mailbox here), and a domain of at most 48.
    static func isUserPrincipalName(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 113, parts.count == 2, (1...64).contains(parts[0].utf8.count) else { return false }
        let local = parts[0].utf8
        return local.allSatisfy { isLetterOrDigit($0) || "'.-_!^~".utf8.contains($0) }
            && local.first != 0x2E && local.last != 0x2E && !parts[0].contains("..") && parts[1].utf8.count <= 48
            && isDomain(parts[1])
    }

    package static func isUser(_ text: String) -> Bool { isGUID(text) || isUserPrincipalName(text) }

    package static func isAccount(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E }
    }

    static func isComment(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar == "\n" || scalar == "\t" || !(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value))
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}
