import CommandContract

extension CancellationProcess {
    /// An earlier command has cancelled the meeting, so none of this one's requests is needed.
    /// - Returns: nil when one of them may have acted: what became of it is looked up as if nobody had told.
    package mutating func collapse(into first: CancelledMeeting) -> Settlement? {
        guard !mayHaveActed, !hadAmbiguousAttempt, phase != .settled, phase != .intending else { return nil }
        var wanted = Settlement(.alreadyCancelled, evidence: first.evidence)
        wanted.cancelledBy = first.by
        guard case .settle(let settlement) = settle(wanted) else { return nil }
        return settlement
    }

    /// The series that the meeting is part of, once it was read and passed the guards.
    package var seriesMasterID: String? { isJudged && !mayHaveActed ? witness?.seriesMasterID : nil }
}
