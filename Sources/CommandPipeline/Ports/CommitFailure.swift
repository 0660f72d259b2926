/// Why a transaction gave no definite success. `code` is stable and safe to log.
package enum CommitFailure: Error, Sendable, Equatable {
    /// Nothing of the batch happened; it may be staged again.
    /// - Parameter blame: set when a record was refused for its own sake, so that the same batch would be aborted for ever.
    case aborted(code: String, blame: RecordBlame? = nil)
    /// Anything may have happened: reopen the log, read the ledger and the committed offsets, then go on from there.
    case indefinite(code: String)
    /// Fenced or refused for good; reopening once is worth a try, again and again is not.
    case fatal(code: String)
}
