/// How long a client has been on its way into its group although the group's coordinator could be reached.
struct JoinWatch: Sendable {
    private(set) var isCoordinatorUp: Bool?
    private(set) var since: ContinuousClock.Instant?

    /// - Parameter now: never less than at the last call.
    mutating func seen(_ standing: GroupStanding, at now: ContinuousClock.Instant) {
        isCoordinatorUp = standing.isCoordinatorUp
        // Without a coordinator nobody can join, and a new process could not either.
        guard standing.isCoordinatorUp, !standing.isSteady else {
            since = nil
            return
        }
        since = since ?? now
    }
}
