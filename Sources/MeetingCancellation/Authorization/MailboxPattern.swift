/// Which mailboxes a source may name: all of them, those of one domain, or a single one.
///
/// A mailbox is compared as spelled in the command, so an object id never matches a domain's pattern: the worker does not
/// look addresses up in the directory.
package enum MailboxPattern: Hashable, Sendable {
    case any
    /// `*@example.com`
    case domain(String)
    case exactly(String)

    /// - Returns: nil when the text is neither `*`, `*@domain` nor a mailbox without a star.
    package init?(_ text: String) {
        let lowered = text.lowercased()
        if lowered == "*" {
            self = .any
        } else if lowered.hasPrefix("*@"), lowered.count > 2, !lowered.dropFirst(2).contains("*") {
            self = .domain(String(lowered.dropFirst(2)))
        } else if !lowered.isEmpty, !lowered.contains("*") {
            self = .exactly(lowered)
        } else {
            return nil
        }
    }

    func matches(_ mailbox: String) -> Bool {
        switch self {
        case .any: true
        case .domain(let domain): mailbox.hasSuffix("@" + domain)
        case .exactly(let other): mailbox == other
        }
    }
}
