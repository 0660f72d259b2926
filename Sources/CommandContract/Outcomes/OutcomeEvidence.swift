/// How an outcome is known.
package enum OutcomeEvidence: String, Sendable {
    /// Graph's 202 was seen.
    case acknowledged
    /// A look-up showed it.
    case observed
    /// Gone after our own attempt.
    case inferred
}
