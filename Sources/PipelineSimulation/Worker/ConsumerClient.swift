import CommandContract
import CommandPipeline
import DequeModule

/// The group member inside of a process, as `KafkaConsumer` is one: assigned partitions are paused until they are started, and
/// a revocation waits for its answer within a bound.
final class ConsumerClient {
    private struct Partition {
        let epoch: Int
        var position: Int64 = 0
        var isStarted = false
        var isPaused = false
        var isFetching = false
    }

    private struct Revocation {
        let id: Int
        let partitions: [Int32]
        let then: () -> Void
    }

    private unowned let process: WorkerProcess
    /// As the client sees its membership; nil when it was expelled.
    private(set) var member: Int?
    private(set) var generation = -1
    private var partitions: [Int32: Partition] = [:]
    private var handoff: Deque<ConsumedBatch> = []
    private var revocation: Revocation?
    private var lastEpoch = 0
    private var lastRevocation = 0
    private var isJoining = false
    private var mustRejoin = false
    private var isClosing = false
    private var isClosed = false

    private static let heartbeat: Ticks = .milliseconds(700)

    init(process: WorkerProcess) { self.process = process }

    private var kafka: KafkaModel { process.run.kafka }

    func begin() { tick() }

    func owns(_ numbers: some Sequence<Int32>) -> Bool { numbers.allSatisfy { partitions[$0] != nil } }

    func owns(_ epochs: [Int32: Int]) -> Bool { epochs.allSatisfy { partitions[$0.key]?.epoch == $0.value } }

    // MARK: Membership

    private func tick() {
        guard !isClosed else { return }
        process.world.after(Self.heartbeat + process.world.random.int(0...50_000)) { [self] in
            process.enter { [self] in tick() }
        }
        if member == nil || mustRejoin { join() } else { beat() }
    }

    private func join() {
        guard !isJoining, revocation == nil, !isClosing else { return }
        isJoining = true
        mustRejoin = false
        let slot = process.slot
        let former = member
        let owned = Set(partitions.keys)
        process.call(
            .join, timeout: .seconds(5),
            serve: { [self] in kafka.group.join(slot: slot, member: former, owned: owned, $0) },
            answer: { [self] answer in
                isJoining = false
                switch answer {
                case .value(.success(let joined)): joinedGroup(joined)
                case .value(.failure(let error)): refused(error)
                case .lost, .abandoned: mustRejoin = true
                }
            }
        )
    }

    private func joinedGroup(_ joined: GroupModel.Joined) {
        guard !isClosing else { return }
        member = joined.member
        generation = joined.generation
        let given = Set(joined.partitions)
        let revoked = partitions.keys.filter { !given.contains($0) }.sorted()
        let added = given.filter { partitions[$0] == nil }.sorted()
        guard !revoked.isEmpty else { return assign(added) }
        revoke(revoked) { [self] in
            assign(added)
            mustRejoin = true
            join()
        }
    }

    private func beat() {
        guard let member, !isJoining else { return }
        let (slot, generation) = (process.slot, generation)
        process.call(
            .heartbeat, timeout: .seconds(1),
            serve: { [self] in $0(kafka.group.heartbeat(slot: slot, member: member, generation: generation)) },
            answer: { [self] answer in
                guard case .value(.failure(let error)) = answer, self.member == member, self.generation == generation
                else {
                    return
                }
                refused(error)
            }
        )
    }

    private func refused(_ error: BrokerError) {
        switch error {
        case .rebalanceInProgress, .illegalGeneration:
            mustRejoin = true
            join()
        case .fencedInstance:
            lose()
            process.world.after(.milliseconds(50)) { [process] in
                process.enter { [process] in process.kill("fenced as a static member") }
            }
        default:
            lose()
            join()
        }
    }

    /// The client's metadata is empty before the application has heard of it.
    private func lose() {
        member = nil
        generation = -1
        let numbers = partitions.keys.sorted()
        guard !numbers.isEmpty else { return }
        let assignments = numbers.map(assignment)
        let pending = revocation
        revocation = nil
        if pending == nil { lastRevocation += 1 }
        forget(numbers)
        let id = pending?.id ?? lastRevocation
        process.world.note("lost", process.number, numbers.count)
        process.tell { $0.revoked(assignments, lost: true, id: id, at: $1) }
        pending?.then()
    }

    // MARK: Assignment

    private func assignment(_ number: Int32) -> Assignment {
        Assignment(
            partition: CommandPartition(topic: Workload.topic, partition: number), epoch: partitions[number]?.epoch ?? 0
        )
    }

    private func assign(_ numbers: [Int32]) {
        guard !numbers.isEmpty, !isClosing, member != nil else { return }
        lastEpoch += 1
        for number in numbers { partitions[number] = Partition(epoch: lastEpoch) }
        let assignments = numbers.map(assignment)
        process.world.note("assigned", process.number, lastEpoch, text: "\(numbers)")
        process.tell { $0.assigned(assignments, at: $1) }
    }

    private func revoke(_ numbers: [Int32], _ then: @escaping () -> Void) {
        lastRevocation += 1
        let id = lastRevocation
        let assignments = numbers.map(assignment)
        revocation = Revocation(id: id, partitions: numbers, then: then)
        let bound = process.run.plan.limits.drain.ticks + .milliseconds(1500)
        process.world.after(bound) { [self] in
            process.enter { [self] in completeRevocation(id) }
        }
        process.world.note("revoked", process.number, id, text: "\(numbers)")
        for assignment in assignments { process.talk(.leaving(assignment)) }
        process.tell { $0.revoked(assignments, lost: false, id: id, at: $1) }
    }

    func completeRevocation(_ id: Int) {
        guard let revocation, revocation.id == id else { return }
        self.revocation = nil
        forget(revocation.partitions)
        process.world.note("revocation done", process.number, id)
        revocation.then()
    }

    private func forget(_ numbers: [Int32]) {
        for number in numbers { partitions[number] = nil }
        handoff.removeAll { numbers.contains($0.assignment.partition.partition) }
    }

    /// A static member does not leave its group.
    func close() {
        guard !isClosing else { return }
        isClosing = true
        if let pending = revocation {
            revocation = Revocation(id: pending.id, partitions: pending.partitions) { [self] in closeRest() }
        } else {
            closeRest()
        }
    }

    private func closeRest() {
        let rest = partitions.keys.sorted()
        guard !rest.isEmpty else { return closed() }
        revoke(rest) { [self] in closed() }
    }

    private func closed() {
        isClosed = true
        process.tell { $0.sourceClosed(at: $1) }
    }

    // MARK: Records

    func start(_ assignment: Assignment, at offset: Int64?) {
        let number = assignment.partition.partition
        guard let partition = partitions[number], partition.epoch == assignment.epoch, !partition.isStarted else {
            return
        }
        partitions[number]?.isStarted = true
        partitions[number]?.position = offset ?? kafka.log(.commands, number).start
        fetch(number)
    }

    func pause(_ assignment: Assignment) {
        let number = assignment.partition.partition
        if owns([number: assignment.epoch]) { partitions[number]?.isPaused = true }
    }

    func resume(_ assignment: Assignment) {
        let number = assignment.partition.partition
        guard owns([number: assignment.epoch]), partitions[number]?.isPaused == true else { return }
        partitions[number]?.isPaused = false
        // librdkafka 2.0.2 may fetch again what it has delivered.
        if process.run.plan.redelivers, process.world.random.chance(50), let position = partitions[number]?.position {
            partitions[number]?.position = max(kafka.log(.commands, number).start, position - 2)
        }
        fetch(number)
    }

    func nextBatch() -> ConsumedBatch? { handoff.popFirst() }

    private func fetch(_ number: Int32) {
        guard let partition = partitions[number], partition.isStarted, !partition.isPaused, !partition.isFetching else {
            return
        }
        partitions[number]?.isFetching = true
        let log = kafka.log(.commands, number)
        let (position, limit) = (partition.position, process.world.random.int(1...4))
        let (process, epoch) = (process, partition.epoch)
        func serve(_ reply: @escaping ((records: [(offset: Int64, record: LogRecord)], next: Int64)) -> Void) {
            let answer = log.read(from: position, limit: limit)
            guard answer.next == position else { return reply(answer) }
            log.whenAdvanced { if process.isAlive { serve(reply) } }
        }
        process.call(.fetch, timeout: .milliseconds(500), serve: serve) { [self] answer in
            guard partitions[number]?.epoch == epoch else { return }
            partitions[number]?.isFetching = false
            // What was fetched for a partition that was paused meanwhile is thrown away.
            if case .value(let read) = answer, partitions[number]?.isPaused == false,
                partitions[number]?.position == position
            {
                deliver(read.records, of: number)
                partitions[number]?.position = read.next
                process.pump()
            }
            fetch(number)
        }
    }

    private func deliver(_ records: [(offset: Int64, record: LogRecord)], of number: Int32) {
        guard !records.isEmpty else { return }
        let consumed = records.map { offset, record in
            ConsumedRecord(
                position: RecordPosition(
                    topic: Workload.topic, partition: number, offset: offset, timestamp: record.timestamp),
                key: record.key, value: record.value, headers: record.headers
            )
        }
        handoff.append(ConsumedBatch(assignment: assignment(number), records: consumed))
    }
}
