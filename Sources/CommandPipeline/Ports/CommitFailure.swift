/// Why a transaction gave no definite success. `code` is stable and safe to log.
package enum CommitFailure: Error, Sendable, Equatable {
    /// Nothing of the batch happened; it may be staged again.
    case aborted(code: String)
    /// Anything may have happened: reopen the log, read the committed offsets, then go on from there.
    case indefinite(code: String)
    /// Fenced or refused for good; reopening once is worth a try, again and again is not.
    case fatal(code: String)
}
