import CommandContract

/// Letters of one fingerprint, counted.
struct LetterGroup: Sendable {
    let fingerprint: FailureFingerprint
    private(set) var states: [LetterState: Int] = [:]
    private(set) var replayable = 0
    private(set) var oldest: Timestamp?
    private(set) var newest: Timestamp?
    /// Where one of them stands that is not done with, the last of ``add(_:_:_:)``, to be shown as an example.
    private(set) var example: RecordPosition?

    init(_ fingerprint: FailureFingerprint) { self.fingerprint = fingerprint }

    func count(_ state: LetterState) -> Int { states[state] ?? 0 }

    /// Nobody has decided about it, or it came back too often for that to be done by sending it.
    var isOpen: Bool { count(.open) + count(.quarantined) > 0 }

    mutating func add(_ letter: ShelvedLetter, _ state: LetterState, _ verdict: ReplayVerdict) {
        states[state, default: 0] += 1
        if verdict == .replayable { replayable += 1 }
        if verdict != .done || example == nil { example = letter.position }
        guard let time = letter.position.timestamp else { return }
        oldest = min(oldest ?? time, time)
        newest = max(newest ?? time, time)
    }

    /// The largest first.
    static func all(_ letters: [ShelvedLetter], of shelf: DeadLetterShelf, judge: ReplayJudge) -> [LetterGroup] {
        var groups: [FailureFingerprint: LetterGroup] = [:]
        for letter in letters {
            let state = shelf.state(of: letter)
            groups[letter.fingerprint, default: LetterGroup(letter.fingerprint)]
                .add(letter, state, judge.verdict(on: letter, in: state))
        }
        return groups.values.sorted { left, right in
            let counts = (left.states.values.reduce(0, +), right.states.values.reduce(0, +))
            return counts.0 == counts.1 ? left.fingerprint.id < right.fingerprint.id : counts.0 > counts.1
        }
    }
}
