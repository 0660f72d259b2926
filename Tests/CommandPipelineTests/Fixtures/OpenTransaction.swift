import CommandPipeline

/// A transaction between its begin and its end marker, as the coordinators see it.
struct OpenTransaction: Sendable {
    let batch: CommitBatch
    let number: Int
    /// Its offsets were sent, under a generation that was the group's then: they are pending, and nothing fences them any more.
    var isValidated = false
}
