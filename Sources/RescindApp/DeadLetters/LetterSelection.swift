import CommandContract

/// Which letters are meant.
struct LetterSelection: Sendable {
    /// The id of a group.
    var group: String?
    var tenant: String?
    /// By when the letter was written.
    var since: Timestamp?
    /// The first moment that is not meant any more.
    var until: Timestamp?
    /// The oldest come first.
    var limit: Int?

    func holds(_ letter: ShelvedLetter) -> Bool {
        if let group, letter.fingerprint.id != group { return false }
        if let tenant, letter.fingerprint.tenant != tenant { return false }
        guard since != nil || until != nil else { return true }
        guard let time = letter.position.timestamp else { return false }
        return time >= since ?? time && until.map { time < $0 } ?? true
    }

    /// - Returns: the oldest first; without ``limit``, which each task counts by what it does.
    func letters(of shelf: DeadLetterShelf) -> [ShelvedLetter] {
        shelf.letters.filter(holds).sorted { left, right in
            let times = (left.position.timestamp?.milliseconds ?? 0, right.position.timestamp?.milliseconds ?? 0)
            if times.0 != times.1 { return times.0 < times.1 }
            return (left.position.partition, left.position.offset) < (right.position.partition, right.position.offset)
        }
    }
}
