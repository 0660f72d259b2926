import CommandContract

/// The brokers as plain rules: what they store and what they refuse. Everything is decided when a request arrives.
final class KafkaModel {
    /// A transactional id.
    final class Producer {
        let number: Int
        var epoch = -1
        var current: Transaction?
        /// Decided, with markers still to be written.
        var completing: Transaction?
        var last = Transaction.Decision.open

        init(number: Int) { self.number = number }
    }

    let world: World
    let partitionCount: Int32
    private(set) var logs: [LogName: PartitionLog] = [:]
    private(set) var transactions: [Transaction] = []
    private var producers: [Int: Producer] = [:]
    private var batches: [Int: Int64] = [:]
    var committedOffsets: [Int32: Int64] = [:]
    /// Offsets that an undecided transaction holds, by transaction and in the order of their arrival.
    private var pendingOffsets: [Transaction] = []
    private var offsetEpochs: [Int: Int] = [:]
    private var offsetWatchers: [() -> Void] = []
    let group: GroupModel
    var markerDelay: ClosedRange<Ticks> = 500...8000
    var transactionTimeout: Ticks = .seconds(5)
    var recordLimit = Int.max
    /// Until when the command topic refuses forwarded records.
    var refusesForwardsUntil: Ticks = 0
    var refusesWritesUntil: Ticks = 0

    init(world: World, partitions: Int) {
        self.world = world
        partitionCount = Int32(partitions)
        group = GroupModel(world: world, partitions: Int32(partitions))
        for partition in 0..<Int32(partitions) {
            for topic in [LogName.Topic.commands, .ledger, .outcomes] { add(topic, partition) }
        }
        add(.deadLetters, 0)
    }

    private func add(_ topic: LogName.Topic, _ partition: Int32) {
        let name = LogName(topic: topic, partition: partition)
        logs[name] = PartitionLog(name: name, world: world)
    }

    func log(_ topic: LogName.Topic, _ partition: Int32) -> PartitionLog {
        guard let log = logs[LogName(topic: topic, partition: partition)] else {
            preconditionFailure("the model was asked for a partition that no topic has")
        }
        return log
    }

    private func producer(_ slot: Int) -> Producer {
        if let producer = producers[slot] { return producer }
        let producer = Producer(number: slot)
        producers[slot] = producer
        return producer
    }

    // MARK: Transactions

    /// Completes or aborts what the predecessor left, and gives out the next epoch.
    func initProducer(_ slot: Int) -> Result<Int, BrokerError> {
        let producer = producer(slot)
        if producer.completing != nil { return .failure(.concurrentTransactions) }
        producer.epoch += 1
        if let open = producer.current {
            decide(open, .abort, producer)
            return .failure(.concurrentTransactions)
        }
        return .success(producer.epoch)
    }

    private func join(
        _ slot: Int, epoch: Int, process: Int, _ body: (Transaction) -> Void
    ) -> Result<Void, BrokerError> {
        let producer = producer(slot)
        guard epoch == producer.epoch else { return .failure(.producerFenced) }
        guard producer.completing == nil else { return .failure(.concurrentTransactions) }
        if let current = producer.current {
            body(current)
            return .success(())
        }
        let transaction = Transaction(
            number: transactions.count, producer: slot, epoch: epoch, process: process)
        transactions.append(transaction)
        producer.current = transaction
        world.after(transactionTimeout) { [self] in
            guard producer.current === transaction else { return }
            world.note("coordinator timed out", transaction.number)
            producer.epoch += 1
            decide(transaction, .abort, producer)
        }
        body(transaction)
        return .success(())
    }

    func addPartitions(_ names: [LogName], _ slot: Int, epoch: Int, process: Int) -> Result<Void, BrokerError> {
        join(slot, epoch: epoch, process: process) { $0.partitions.formUnion(names) }
    }

    func addOffsets(_ slot: Int, epoch: Int, process: Int) -> Result<Void, BrokerError> {
        join(slot, epoch: epoch, process: process) { $0.holdsOffsets = true }
    }

    /// - Parameter batch: names the request, so that its repetition is not appended twice.
    func produce(
        _ records: [ContractRecord], to name: LogName, _ slot: Int, epoch: Int, batch: Int
    ) -> Result<Int64, BrokerError> {
        let log = log(name.topic, name.partition)
        guard world.now >= log.leaderlessUntil else { return .failure(.notLeader) }
        if let base = batches[batch] { return .success(base) }
        let producer = producer(slot)
        guard epoch == producer.epoch, log.accepts(producer: slot, epoch: epoch) else {
            return .failure(.producerFenced)
        }
        guard let transaction = producer.current, transaction.partitions.contains(name) else {
            return .failure(.invalidTransactionState)
        }
        if world.now < refusesWritesUntil || name.topic == .commands && world.now < refusesForwardsUntil {
            return .failure(.notAuthorized)
        }
        for record in records
        where name.topic != .commands
            && RecordSize.of(key: record.key, value: record.value, headers: record.headers) > recordLimit
        {
            return .failure(.recordTooLarge)
        }
        let base = log.append(records, of: transaction)
        batches[batch] = base
        return .success(base)
    }

    /// Checks the member and its generation, and not what it owns; nothing at all when there is no member (measured on Apache
    /// Kafka 3.8).
    func commitOffsets(
        _ offsets: [Int32: Int64], _ slot: Int, epoch: Int, member: Int?, generation: Int
    ) -> Result<Void, BrokerError> {
        let producer = producer(slot)
        guard epoch >= offsetEpochs[slot, default: -1], epoch == producer.epoch else {
            return .failure(.producerFenced)
        }
        if member != nil || generation >= 0 {
            if let refusal = group.refusal(of: member, generation: generation) { return .failure(refusal) }
        }
        guard let transaction = producer.current, transaction.holdsOffsets else {
            return .failure(.invalidTransactionState)
        }
        offsetEpochs[slot] = epoch
        transaction.offsets.merge(offsets) { $1 }
        transaction.validated = world.now
        if !pendingOffsets.contains(where: { $0 === transaction }) { pendingOffsets.append(transaction) }
        return .success(())
    }

    func endTransaction(_ decision: Transaction.Decision, _ slot: Int, epoch: Int) -> Result<Void, BrokerError> {
        let producer = producer(slot)
        guard epoch == producer.epoch else { return .failure(.producerFenced) }
        if let current = producer.current {
            decide(current, decision, producer)
            return .success(())
        }
        if let completing = producer.completing {
            return completing.decision == decision
                ? .failure(.concurrentTransactions) : .failure(.invalidTransactionState)
        }
        return producer.last == decision ? .success(()) : .failure(.invalidTransactionState)
    }

    private func decide(_ transaction: Transaction, _ decision: Transaction.Decision, _ producer: Producer) {
        transaction.decision = decision
        transaction.decided = world.now
        producer.current = nil
        producer.completing = transaction
        world.note(
            "decided", transaction.number, decision == .commit ? 1 : 0, transaction.producer, transaction.epoch,
            text: "offsets \(transaction.offsets.sorted { $0.key < $1.key })")
        let epoch = producer.epoch
        var remaining = transaction.partitions.count + (transaction.holdsOffsets ? 1 : 0)
        func written() {
            remaining -= 1
            guard remaining <= 0 else { return }
            producer.completing = nil
            producer.last = decision
        }
        if remaining == 0 { written() }
        for name in transaction.partitions.sorted() {
            mark(after: world.random.int(markerDelay), at: name) { [self] in
                log(name.topic, name.partition).end(transaction, epoch: epoch)
                written()
            }
        }
        guard transaction.holdsOffsets else { return }
        world.after(world.random.int(markerDelay)) { [self] in
            endOffsets(of: transaction, epoch: epoch)
            written()
        }
    }

    /// Markers wait for a leader.
    private func mark(after delay: Ticks, at name: LogName, _ write: @escaping () -> Void) {
        world.after(delay) { [self] in
            let wait = log(name.topic, name.partition).leaderlessUntil - world.now
            if wait > 0 { mark(after: wait, at: name, write) } else { write() }
        }
    }

    private func endOffsets(of transaction: Transaction, epoch: Int) {
        offsetEpochs[transaction.producer] = epoch
        pendingOffsets.removeAll { $0 === transaction }
        if transaction.decision == .commit { committedOffsets.merge(transaction.offsets) { $1 } }
        let waiting = offsetWatchers
        offsetWatchers = []
        for run in waiting { run() }
    }

    // MARK: Offsets

    /// The offset once no transaction holds one for the partition.
    func stableOffset(_ partition: Int32, _ reply: @escaping (Int64?) -> Void) {
        guard pendingOffsets.contains(where: { $0.offsets[partition] != nil }) else {
            return reply(committedOffsets[partition])
        }
        offsetWatchers.append { [self] in stableOffset(partition, reply) }
    }

    /// Nobody waits for anything any more.
    func end() {
        offsetWatchers = []
        group.end()
        for log in logs.values { log.forgetWatchers() }
    }

    var hasOpenTransactions: Bool {
        !pendingOffsets.isEmpty || producers.values.contains { $0.current != nil || $0.completing != nil }
    }
}
