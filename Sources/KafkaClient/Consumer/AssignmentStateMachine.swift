/// Decides what happens to the partitions of one consumer: assigned, started, paused, revoked, lost.
///
/// Pure: the consumer's thread feeds it what happened and carries out the returned actions in their order. Instants
/// are whatever monotonic scale the caller uses.
struct AssignmentStateMachine: Sendable {
    enum Action: Hashable, Sendable {
        /// Tell librdkafka that the partitions are ours. Even an empty list must be answered: until then it
        /// delivers no record of any partition.
        case assign([TopicPartition])
        case unassign([TopicPartition])
        case pause([TopicPartition])
        case resume([TopicPartition])
        /// Remove the partitions' records from the hand-off buffer.
        case drop([TopicPartition])
        case tell(RebalanceEvent)
        /// The application overran the bound of a revocation; it takes effect without its answer.
        case reportOverrun(id: Int)
    }

    private struct Ownership {
        let epoch: Int
        /// Where to seek to before the first record; nil until the application has said so.
        var start: Int64?
        var isStarted = false
    }

    private struct Revocation {
        let id: Int
        let partitions: [TopicPartition]
        let deadline: ContinuousClock.Instant
    }

    private let revocationBound: Duration
    private var owned: [TopicPartition: Ownership] = [:]
    private var pauses = PauseSet()
    private var pending: Revocation?
    private var lastEpoch = 0
    private var lastRevocation = 0

    init(revocationBound: Duration) {
        self.revocationBound = revocationBound
    }

    var partitions: Set<TopicPartition> { Set(owned.keys) }
    /// Of each partition that is owned, the assignment it came with.
    var epochs: [TopicPartition: Int] { owned.mapValues(\.epoch) }
    var isRevoking: Bool { pending != nil }
    var isFlowPaused: Bool { pauses.isFlowPaused }

    // MARK: What the group does

    mutating func partitionsAssigned(_ partitions: [TopicPartition]) -> [Action] {
        guard !partitions.isEmpty else { return [.assign([])] }
        lastEpoch += 1
        for partition in partitions {
            owned[partition] = Ownership(epoch: lastEpoch)
        }
        pauses.assigned(partitions)
        return [.assign(partitions), .pause(partitions), .tell(.assigned(partitions, epoch: lastEpoch))]
    }

    /// librdkafka refused the assignment: the group has moved on, and the partitions were never ours.
    mutating func assignmentRefused(_ partitions: [TopicPartition]) {
        forget(partitions)
    }

    mutating func partitionsRevoked(
        _ partitions: [TopicPartition],
        lost: Bool,
        at now: ContinuousClock.Instant
    ) -> [Action] {
        // librdkafka asks for one revocation at a time; should it not, the older one must not be forgotten.
        let earlier = pending.map { takeEffect($0) } ?? []
        // Nothing of it is ours any more, after a failure: there is nobody to tell and nothing to wait for.
        guard partitions.contains(where: { owned[$0] != nil }) else { return earlier + [.unassign(partitions)] }
        lastRevocation += 1
        let told = Action.tell(.revoked(partitions, lost: lost, id: lastRevocation))
        let revocation = Revocation(id: lastRevocation, partitions: partitions, deadline: now + revocationBound)
        if lost { return earlier + takeEffect(revocation) + [told] }
        pending = revocation
        return earlier + [told]
    }

    /// Nothing is owned any more, without librdkafka having asked: the client has failed.
    mutating func everythingLost() -> [Action] {
        let all = owned.keys.sorted()
        let id = pending?.id ?? lastRevocation + 1
        lastRevocation = max(lastRevocation, id)
        pending = nil
        forget(all)
        return all.isEmpty ? [] : [.drop(all), .tell(.revoked(all, lost: true, id: id))]
    }

    /// - Parameter isLost: whether librdkafka calls the current assignment lost.
    mutating func timePassed(to now: ContinuousClock.Instant, isLost: Bool) -> [Action] {
        guard let revocation = pending else { return [] }
        if isLost {
            let told = RebalanceEvent.revoked(revocation.partitions, lost: true, id: revocation.id)
            return takeEffect(revocation) + [.tell(told)]
        }
        guard now >= revocation.deadline else { return [] }
        return [.reportOverrun(id: revocation.id)] + takeEffect(revocation)
    }

    private mutating func takeEffect(_ revocation: Revocation) -> [Action] {
        pending = nil
        forget(revocation.partitions)
        return [.drop(revocation.partitions), .unassign(revocation.partitions)]
    }

    private mutating func forget(_ partitions: [TopicPartition]) {
        for partition in partitions {
            owned[partition] = nil
        }
        pauses.unassigned(partitions)
    }

    // MARK: What the application asks

    /// An id that is not the pending one was completed, overran or was lost before, and changes nothing.
    mutating func revocationCompleted(_ id: Int) -> [Action] {
        guard let revocation = pending, revocation.id == id else { return [] }
        return takeEffect(revocation)
    }

    /// Partitions that are not owned, or are started already, are left alone. The others wait for ``seekSucceeded(_:)``: one
    /// that is resumed without a seek while librdkafka looks its committed offset up may never fetch.
    ///
    /// - Parameter epoch: of the assignment that is meant. A start that comes too late must not start the next one, of which
    ///   the application may not have heard yet: it would drop that one's first records as nobody's.
    mutating func startRequested(_ offsets: [TopicPartition: Int64], epoch: Int? = nil) {
        for (partition, offset) in offsets where isCurrent(partition, epoch) && owned[partition]?.start == nil {
            owned[partition]?.start = offset
        }
    }

    mutating func pauseRequested(_ partitions: [TopicPartition], epoch: Int? = nil) -> [Action] {
        let changed = pauses.pause(partitions.filter { isCurrent($0, epoch) }, because: .application)
        return changed.isEmpty ? [] : [.pause(changed)]
    }

    mutating func resumeRequested(_ partitions: [TopicPartition], epoch: Int? = nil) -> [Action] {
        let changed = pauses.resume(partitions.filter { isCurrent($0, epoch) }, because: .application)
        return changed.isEmpty ? [] : [.resume(changed)]
    }

    private func isCurrent(_ partition: TopicPartition, _ epoch: Int?) -> Bool {
        owned[partition].map { epoch == nil || $0.epoch == epoch } ?? false
    }

    // MARK: What fetching needs

    /// The seeks to carry out before the partitions can be resumed. librdkafka refuses them until it has looked up
    /// the committed offset, so they are tried until they succeed.
    var seeksDue: [TopicPartition: Int64] {
        owned.compactMapValues { $0.isStarted ? nil : $0.start }
    }

    mutating func seekSucceeded(_ partitions: [TopicPartition]) -> [Action] {
        let begun = partitions.filter { owned[$0]?.start != nil && owned[$0]?.isStarted == false }
        for partition in begun { owned[partition]?.isStarted = true }
        let changed = pauses.resume(begun, because: .notStarted)
        return changed.isEmpty ? [] : [.resume(changed)]
    }

    /// The epoch to deliver a record under, or nil when it must not be delivered: one that slipped through before the pause
    /// comes again after the seek.
    func epoch(ofRecordFrom partition: TopicPartition) -> Int? {
        owned[partition].flatMap { $0.isStarted ? $0.epoch : nil }
    }

    mutating func bufferFilled() -> [Action] {
        let changed = pauses.flowStopped()
        return changed.isEmpty ? [] : [.pause(changed)]
    }

    mutating func bufferDrained() -> [Action] {
        let changed = pauses.flowRestarted()
        return changed.isEmpty ? [] : [.resume(changed)]
    }
}
