import CommandPipeline

/// The modelled ledger topic as a restoring worker reads it.
struct ModelledLedger: LedgerSource {
    struct NoLeader: Error {}

    let cluster: ModelledCluster
    let member: Int

    func partitionCount() async throws -> Int32 { cluster.current.partitionCounts.ledger }

    func end(of partition: Int32) async throws -> Int64 {
        let end = cluster.state.update { state -> Int64? in
            guard !state.leaderless.contains(partition) else { return nil }
            state.members[member]?.history.append(.ledgerEndRead(partition))
            return state.ledgers[partition]?.end ?? 0
        }
        guard let end else { throw NoLeader() }
        return end
    }

    func read(
        _ partition: Int32, from start: Int64?, to end: Int64, take: @Sendable ([LedgerEntry]) async -> Void
    ) async throws -> Int64 {
        await cluster.state.wait { ($0.ledgers[partition]?.lastStable ?? 0) >= end }
        try Task.checkCancellation()
        let log = cluster.current.ledgers[partition] ?? LedgerLog()
        var rest = log.committed(from: start ?? 0)[...]
        while !rest.isEmpty {
            await take(Array(rest.prefix(2)))
            rest = rest.dropFirst(2)
        }
        return log.lastStable
    }
}
