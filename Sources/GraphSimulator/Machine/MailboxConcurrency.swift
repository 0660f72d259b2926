/// How many requests are under way for each application and mailbox, and how many may be.
///
/// Outlook's limit is four at the same time. Source: Graph's service-specific throttling limits.
struct MailboxConcurrency: Sendable {
    struct Lane: Sendable, Hashable {
        let application: String
        let mailbox: MailboxKey
    }

    /// `nil` = without limit.
    let limit: Int?
    private var underWay: [Lane: Int] = [:]

    init(limit: Int?) {
        self.limit = limit
    }

    func underWay(_ lane: Lane) -> Int { underWay[lane, default: 0] }

    /// Whether one more request may begin; then it is counted until `leave`.
    mutating func enter(_ lane: Lane) -> Bool {
        let count = underWay[lane, default: 0]
        if let limit, count >= limit { return false }
        underWay[lane] = count + 1
        return true
    }

    mutating func leave(_ lane: Lane) {
        guard let count = underWay[lane] else { return }
        // Emptied lanes go, or the table would grow with every mailbox ever used.
        underWay[lane] = count > 1 ? count - 1 : nil
    }
}
