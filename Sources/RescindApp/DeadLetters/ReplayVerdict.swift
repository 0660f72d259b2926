/// Whether a letter can be sent again, and if not, why.
enum ReplayVerdict: String, CaseIterable, Sendable {
    case replayable
    /// Past its `notAfter` or `expirytime`.
    case expired
    /// No command: it would come back at once.
    case undecodable
    /// Only its hash was kept.
    case leftOut
    /// Its source must sign, and by the secrets of this configuration it has not.
    case unsigned
    /// The new id would be longer than the contract takes.
    case idTooLong
    /// It came back too often.
    case quarantined
    /// Decided about already.
    case done
}
