import CommandContract

/// One step of one command, decided but not yet committed: its ledger record and what is published with it.
struct StagedChange: Sendable {
    enum Effect: Sendable, Equatable {
        case none
        /// The command's request may go.
        case send
    }

    let offset: Int64
    /// Of a withdraw: the record of the command it takes back, which ends with the same change.
    var withdrawn: Int64?
    /// Commands that have their outcome by this change.
    var settled: [IdentityHash] = []
    var entries: [CommitBatch.Entry]
    let effect: Effect
    let reports: [PipelineEvent]

    /// The same without the bytes of its dead letter; nil when there are none to leave out.
    var shortened: StagedChange? {
        guard let entries = entries.shortened else { return nil }
        return StagedChange(
            offset: offset, withdrawn: withdrawn, settled: settled, entries: entries, effect: effect, reports: reports)
    }

    /// It says that a command waits, and nothing else.
    var isOnlyKept: Bool {
        effect == .none && settled.isEmpty && withdrawn == nil && reports.isEmpty && entries.count == 1
    }

    /// The records that the ledger knows of by this change.
    var offsets: [Int64] { [offset] + (withdrawn.map { [$0] } ?? []) }

    var bytes: Int { entries.reduce(0) { $0 + $1.bytes } }
}

extension [CommitBatch.Entry] {
    /// The same entries with dead letters by their hash; nil when no dead letter holds a record's bytes.
    var shortened: [CommitBatch.Entry]? {
        var hasShortened = false
        let entries = map { entry -> CommitBatch.Entry in
            guard entry.destination == .deadLetters, let short = DeadLetter.shortened(entry.record) else {
                return entry
            }
            hasShortened = true
            return CommitBatch.Entry(destination: entry.destination, placement: entry.placement, record: short)
        }
        return hasShortened ? entries : nil
    }
}
