/// Where ledger, outcomes, dead letters and offsets are committed together; one transaction at a time.
package protocol OutcomeLog: Sendable {
    /// Ends whatever an earlier opening left undecided, and makes ``commit(_:)`` possible.
    func open() async throws(CommitFailure)
    func commit(_ batch: CommitBatch) async throws(CommitFailure) -> CommitReceipt
    func close() async
}
