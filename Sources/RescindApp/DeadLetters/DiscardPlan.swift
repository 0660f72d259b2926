import CommandContract

/// Which letters a discard would mark.
struct DiscardPlan: Sendable {
    struct Entry: Sendable {
        let outcomeID: String
        let position: RecordPosition
    }

    private(set) var entries: [Entry] = []
    private(set) var histogram: [ReplayPlan.Row: [ReplayVerdict: Int]] = [:]

    /// - Parameter judge: tells what is thrown away that could be sent again.
    init(shelf: DeadLetterShelf, selection: LetterSelection, judge: ReplayJudge) {
        for letter in selection.letters(of: shelf) {
            if let limit = selection.limit, entries.count >= limit { break }
            let verdict = judge.verdict(on: letter, in: shelf.state(of: letter))
            if verdict == .done { continue }
            entries.append(Entry(outcomeID: letter.outcomeID, position: letter.position))
            let row = ReplayPlan.Row(reason: letter.fingerprint.reason, tenant: letter.fingerprint.tenant)
            histogram[row, default: [:]][verdict, default: 0] += 1
        }
    }
}
