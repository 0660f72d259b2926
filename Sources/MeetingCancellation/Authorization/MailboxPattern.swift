import CommandContract

/// Which mailboxes a source may name: all of them, those of one domain, or a single one.
///
/// A mailbox is compared as spelled in the command, so an object id never matches a domain's pattern: the worker does not
/// look addresses up in the directory.
///
/// Compared are bytes, letter case folded for A to Z and nothing else. A pattern outside ASCII is none, and a mailbox outside
/// ASCII matches nothing, `*` included: what looks alike (Cyrillic а), what some foldings take for alike (ı and i, the Kelvin
/// sign and k) and what is composed otherwise is another mailbox.
package enum MailboxPattern: Hashable, Sendable {
    case any
    /// `*@example.com`
    case domain(String)
    case exactly(String)

    /// - Returns: nil when the text is neither `*`, `*@domain`, an object id nor a user principal name.
    package init?(_ text: String) {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let folded = Self.folded(text)
        if folded == "*" {
            self = .any
        } else if folded.hasPrefix("*@"), FieldRules.isDomain(folded.dropFirst(2)) {
            self = .domain(String(folded.dropFirst(2)))
        } else if FieldRules.isUser(folded) {
            self = .exactly(folded)
        } else {
            return nil
        }
    }

    func matches(_ mailbox: String) -> Bool {
        guard mailbox.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
        let bytes = Array(Self.folded(mailbox).utf8)
        return switch self {
        case .any: true
        case .domain(let domain): bytes.reversed().starts(with: "@\(domain)".utf8.reversed())
        case .exactly(let other): bytes.elementsEqual(other.utf8)
        }
    }

    private static func folded(_ text: String) -> String {
        String(decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
