/// What of a pipeline has stopped moving.
package enum PipelineStall: String, Sendable, CaseIterable {
    /// Its periodic look at itself.
    case looks
    /// The task that does what the machine asks for.
    case actions
    /// A call to the outcome log outlasts every bound of it.
    case logCall
    /// Something is staged, and no transaction begins.
    case commits
}
