package import CommandContract

/// A meeting that one of our commands has cancelled, for the sake of later commands that name it.
package struct CancelledMeeting: Hashable, Sendable {
    package let meeting: MeetingHash
    package let by: CommandIdentity
    package let evidence: OutcomeEvidence
    /// Its occurrences are cancelled with it.
    package let isSeries: Bool
    /// By the worker's clock, or the broker's if that was later; only of one that was read from the ledger. How long Graph may not
    /// show it counts by the worker's clock, and a restart must not make that shorter.
    package var settled: Timestamp?

    package init(meeting: MeetingHash, by: CommandIdentity, evidence: OutcomeEvidence, isSeries: Bool) {
        self.meeting = meeting
        self.by = by
        self.evidence = evidence
        self.isSeries = isSeries
    }

    /// nil unless the command itself has cancelled the meeting and that was seen: what is only inferred is no evidence for others.
    package init?(_ settlement: Settlement, of authorized: AuthorizedCommand) {
        guard settlement.reason == .cancelled, let evidence = settlement.evidence, evidence != .inferred else {
            return nil
        }
        self.init(
            meeting: authorized.address.lane.hash, by: authorized.command.envelope.identity, evidence: evidence,
            isSeries: authorized.command.extent == .series
        )
    }

    /// What Graph says of a meeting that is gone or cancelled, by the help of what is known of it.
    package func explains(_ settlement: Settlement) -> Settlement {
        guard [.alreadyCancelled, .eventNotFound].contains(settlement.reason), settlement.attempts == 0 else {
            return settlement
        }
        var explained = Settlement(.alreadyCancelled, evidence: settlement.evidence ?? evidence)
        explained.cancelledBy = by
        explained.meeting = settlement.meeting
        explained.graph = settlement.graph
        return explained
    }
}
