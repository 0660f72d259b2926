import CommandContract
import CommandPipeline

/// A member's view of the modelled command topic.
struct ModelledSource: CommandSource {
    private enum Next<Element: Sendable>: Sendable {
        case element(Element)
        case end
    }

    let cluster: ModelledCluster
    let member: Int

    func nextBatch() async -> ConsumedBatch? {
        let next = await cluster.state.take { state -> Next<ConsumedBatch>? in
            if state.members[member]?.isClosed == true || state.members[member]?.isDead == true { return .end }
            return state.fetch(for: member).map { .element($0) }
        }
        if case .element(let batch) = next { return batch }
        return nil
    }

    func nextChange() async -> AssignmentChange? {
        let next = await cluster.state.take { state -> Next<AssignmentChange>? in
            guard var own = state.members[member], !own.isDead else { return .end }
            guard own.changes.isEmpty else {
                let change = own.changes.removeFirst()
                state.members[member] = own
                return .element(change)
            }
            return own.isClosed && own.revoking.isEmpty ? .end : nil
        }
        if case .element(let change) = next { return change }
        return nil
    }

    struct CountUnreadable: Error {}

    func partitionCount(of topic: String) async throws -> Int32 {
        let isUnreadable = cluster.state.update { state in
            guard let faults = state.members[member]?.countFaults, faults > 0 else { return false }
            state.members[member]?.countFaults = faults - 1
            return true
        }
        if isUnreadable { throw CountUnreadable() }
        return cluster.current.partitionCounts.commands
    }

    func end(of partition: CommandPartition) async throws -> Int64 {
        (cluster.current.records[partition]?.last?.position.offset ?? -1) + 1
    }

    /// An assignment that has ended meanwhile is left alone.
    func start(_ assignment: Assignment, at offset: Int64?) {
        cluster.state.update { state in
            guard state.owners[assignment.partition]?.assignment == assignment else { return }
            state.members[member]?.started[assignment] = .some(offset)
        }
    }

    func pause(_ assignment: Assignment) {
        linger()
        cluster.state.update { state in
            guard state.owners[assignment.partition]?.assignment == assignment else { return }
            state.members[member]?.paused.insert(assignment.partition)
            state.members[member]?.history.append(.paused(assignment.partition))
        }
    }

    func resume(_ assignment: Assignment) {
        cluster.state.update { state in
            guard state.owners[assignment.partition]?.assignment == assignment else { return }
            state.members[member]?.paused.remove(assignment.partition)
            state.members[member]?.history.append(.resumed(assignment.partition))
        }
    }

    /// Gives others a chance to act between the decision to pause and its effect. Spins, since waiting would let go of a lock
    /// that the caller may hold, which is what this is to show.
    private func linger() {
        guard cluster.current.members[member]?.lingersInPause == true else { return }
        let resumes = resumeCount
        let end = ContinuousClock.now + .milliseconds(50)
        while ContinuousClock.now < end, resumeCount == resumes {}
    }

    private var resumeCount: Int {
        cluster.current.members[member]?.history.count { if case .resumed = $0 { true } else { false } } ?? 0
    }

    func revocationHandled(_ id: Int) { cluster.state.update { $0.revocationHandled(id, by: member) } }

    func committedOffsets(_ partitions: [CommandPartition]) async throws -> [CommandPartition: Int64] {
        cluster.script(member: member) { $0.history.append(.offsetsRead(partitions)) }
        await cluster.state.wait { state in partitions.allSatisfy { state.isStable($0) } }
        try Task.checkCancellation()
        return cluster.current.committed.filter { partitions.contains($0.key) }
    }

    func close() {
        cluster.state.update { state in
            if state.members[member]?.isDead == false { state.close(member) }
        }
    }
}
