import CommandPipeline

/// A member's transactional producer in the modelled cluster.
struct ModelledLog: OutcomeLog {
    let cluster: ModelledCluster
    let member: Int

    private static let killed = CommitFailure.indefinite(code: "killed")

    func open() async throws(CommitFailure) {
        await cluster.state.wait { $0.members[member]?.holdsOpening == false }
        let failure = cluster.state.update { state -> CommitFailure? in
            guard state.members[member]?.isDead == false else { return Self.killed }
            if let fault = state.members[member]?.openFaults.first {
                state.members[member]?.openFaults.removeFirst()
                return fault
            }
            state.decide(for: member)
            state.members[member]?.isLogOpen = true
            state.members[member]?.history.append(.logOpened)
            return nil
        }
        if let failure { throw failure }
    }

    func commit(_ batch: CommitBatch) async throws(CommitFailure) -> CommitReceipt {
        let wasKilled = cluster.state.update { state in
            guard state.members[member]?.isDead == false else { return true }
            state.commitBegan(batch, by: member)
            return false
        }
        if wasKilled { throw Self.killed }
        await cluster.state.wait { $0.members[member]?.holdsValidation == false }
        if let failure = unlessKilled({ $0.commitValidated(by: member) }) { throw failure }
        await cluster.state.wait { $0.members[member]?.holdsCommits == false }
        let result = cluster.state.update { state -> Result<CommitReceipt, CommitFailure> in
            state.members[member]?.isDead == false ? state.commitEnded(by: member) : .failure(Self.killed)
        }
        return try result.get()
    }

    private func unlessKilled(_ step: @Sendable (inout ClusterState) -> CommitFailure?) -> CommitFailure? {
        cluster.state.update { state in state.members[member]?.isDead == false ? step(&state) : Self.killed }
    }

    func close() async {
        cluster.state.update { state in
            guard state.members[member]?.isDead == false else { return }
            state.decide(for: member)
            state.members[member]?.isLogOpen = false
            state.members[member]?.history.append(.logClosed)
        }
    }
}
