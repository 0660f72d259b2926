import CommandPipeline

/// A member's transactional producer in the modelled cluster.
struct ModelledLog: OutcomeLog {
    let cluster: ModelledCluster
    let member: Int

    func open() async throws(CommitFailure) {
        await cluster.state.wait { $0.members[member]?.holdsOpening == false }
        let failure = cluster.state.update { state -> CommitFailure? in
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

    func commit(_ batch: CommitBatch) async throws(CommitFailure) {
        cluster.state.update { $0.commitBegan(batch, by: member) }
        await cluster.state.wait { $0.members[member]?.holdsCommits == false }
        if let failure = cluster.state.update({ $0.commitEnded(by: member) }) { throw failure }
    }

    func close() async {
        cluster.state.update { state in
            state.decide(for: member)
            state.members[member]?.isLogOpen = false
            state.members[member]?.history.append(.logClosed)
        }
    }
}
