import CommandPipeline

/// Moves partitions between two members at random, by agreement or by loss, until the work is done.
struct RebalanceDriver {
    let cluster: ModelledCluster
    var generator: SeededGenerator
    let rebalances: Int

    mutating func run(until isDone: @Sendable (ClusterState) -> Bool) async {
        for _ in 0..<rebalances where !isDone(cluster.current) {
            for _ in 0..<generator.next() % 60 { await Task.yield() }
            step()
        }
        while !Task.isCancelled, !isDone(cluster.current) {
            // A member that was started again has no partitions until the group gives it some.
            await cluster.wait { isDone($0) || Self.hasOrphans($0) }
            adoptOrphans()
        }
    }

    private mutating func step() {
        adoptOrphans()
        let partition = ModelledCluster.partition(Int32(generator.next() % 3))
        let isLost = generator.chance(30)
        cluster.state.update { state in
            // An heir is there when the partition is being given up; it can be lost all the same.
            guard let owner = state.owners[partition]?.member, isLost || state.heirs[partition] == nil,
                state.members[1 - owner]?.isClosed == false, state.members[1 - owner]?.isDead == false
            else { return }
            state.heirs[partition] = 1 - owner
            if state.revoke([partition], from: owner, lost: isLost) == nil { state.heirs[partition] = nil }
        }
    }

    private static func hasOrphans(_ state: ClusterState) -> Bool {
        let isOwned = (0...2).allSatisfy { state.owners[ModelledCluster.partition($0)] != nil }
        return !isOwned && state.members.values.contains { !$0.isClosed && !$0.isDead }
    }

    private mutating func adoptOrphans() {
        let preferred = Int(generator.next() % 2)
        cluster.state.update { state in
            for number: Int32 in 0...2 where state.owners[ModelledCluster.partition(number)] == nil {
                for member in [preferred, 1 - preferred]
                where state.members[member]?.isClosed == false && state.members[member]?.isDead == false {
                    state.assign([ModelledCluster.partition(number)], to: member)
                    break
                }
            }
        }
    }
}
