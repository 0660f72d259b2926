import CommandContract

/// Judges letters for a replay.
struct ReplayJudge: Sendable {
    let now: Timestamp
    /// Letters in quarantine may go once more.
    var fromQuarantine = false

    func verdict(on letter: ShelvedLetter, in state: LetterState) -> ReplayVerdict {
        switch state {
        case .replayed, .discarded: return .done
        case .quarantined where !fromQuarantine: return .quarantined
        case .quarantined, .open: break
        }
        switch letter.content {
        case .leftOut: return .leftOut
        case .unreadable: return .undecodable
        case .command(let chain, _):
            if letter.isExpired(at: now) { return .expired }
            if letter.lacksProof { return .unsigned }
            return chain.next.isWithinLimit ? .replayable : .idTooLong
        }
    }
}
