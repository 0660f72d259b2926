import CLibrdkafka

/// A transactional client of librdkafka and the calls on it, every one of which may block.
///
/// `@unchecked Sendable`: it is made before its thread starts and touched only by that ``SerialThread``'s jobs
/// afterwards, one at a time; the delivery log, which callbacks write, has its own lock.
final class TransactionSession: @unchecked Sendable {
    typealias Call = TransactionStateMachine.Call

    /// What one transaction is to contain.
    struct Contents: Sendable {
        let records: [OutgoingRecord]
        let offsets: [TopicPartition: Int64]
        let epochs: [TopicPartition: Int]
        let consumer: KafkaConsumer
    }

    private let configuration: TransactionalProducerConfiguration
    private let handle: KafkaHandle
    private let log: KafkaLog
    private let deliveries: DeliveryLog
    private var partitionCounts: [String: Int32] = [:]
    private var nextRecord = 0
    private var groupMetadata: GroupMetadata?
    private var isAborting = false
    /// Why the transaction that is being aborted failed, if librdkafka knows better than the call that noticed.
    private var transactionFault: KafkaError?

    init(configuration: TransactionalProducerConfiguration, log: KafkaLog) throws(KafkaError) {
        let deliveries = DeliveryLog()
        self.configuration = configuration
        self.log = log
        self.deliveries = deliveries
        // Log lines come by callback, not by queue: while this thread is blocked in a commit nobody would read a
        // queue, and that is when they matter. Without a delivery callback a commit polls in slices of 10 ms.
        handle = try KafkaHandle(
            .producer,
            settings: try configuration.settings(),
            callbacks: ClientCallbacks(log: log) { deliveries.report($0, $1) }
        )
    }

    private var client: OpaquePointer { handle.pointer }

    /// Serves callbacks between transactions.
    func idle() {
        rd_kafka_poll(client, 0)
    }

    func partitionCount(of topic: String) -> Result<Int32, KafkaError> {
        Result { () throws(KafkaError) in
            let timeout = configuration.callTimeout
            let count = try TopicMetadata.partitionCount(of: topic, by: client, within: timeout)
            partitionCounts[topic] = count
            return count
        }
    }

    func initialize() -> Result<Void, TransactionError> {
        let error = follow(.initialization(until: .now + configuration.retryLimit)) { _ in
            let timeout = configuration.callTimeout.milliseconds
            return KafkaError.consuming(rd_kafka_init_transactions(client, timeout), of: client)
        }
        return error.map { .failure($0) } ?? .success(())
    }

    func commit(_ contents: Contents) -> Result<TransactionReceipt, TransactionError> {
        guard !contents.records.isEmpty || !contents.offsets.isEmpty else { return .success(TransactionReceipt()) }
        if let refusal = refusal(of: contents) { return .failure(refusal) }
        deliveries.beginTransaction(of: contents.records)
        nextRecord = 0
        isAborting = false
        transactionFault = nil
        groupMetadata = nil
        defer { groupMetadata = nil }
        let error = follow(.transaction(until: .now + configuration.retryLimit)) { perform($0, contents) }
        let failure = error.map { $0.kind == .aborted ? naming($0) : $0 }
        let receipt = deliveries.endTransaction()
        return failure.map { .failure($0) } ?? .success(receipt)
    }

    /// Adds which records were at fault, and why, when that is known better by now.
    ///
    /// Only after the abort is every delivery report in: a failed produce request can surface as the answer of any
    /// call before its reports are served, or as the purge of the records behind it. What was purged, or timed out,
    /// is no record's fault and has no protocol code.
    private func naming(_ error: TransactionError) -> TransactionError {
        let faults = deliveries.failures.filter { $0.error.number > 0 }
        let reason = faults.first?.error ?? transactionFault ?? error.underlying
        var positions = Set(faults.map(\.position))
        let wasRefused = error.call == Call.produce.rawValue && error.underlying.number > 0
        if wasRefused { positions.insert(nextRecord) }
        return TransactionError(
            kind: error.kind,
            call: error.call,
            underlying: error.underlying.number < 0 ? reason : error.underlying,
            failedRecords: positions.sorted()
        )
    }

    /// Blocks up to a bound; the handle is left behind after it (see ``KafkaHandle/destroy(within:flags:)``).
    func destroy() {
        // What is not acknowledged belongs to a transaction that ended or will be ended by the next producer.
        rd_kafka_purge(client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING)
        rd_kafka_flush(client, 100)
        if !handle.destroy(within: configuration.callTimeout) {
            log.error("the transactional producer could not be destroyed in time and is left behind")
        }
    }

    // MARK: Steps

    private func follow(
        _ machine: TransactionStateMachine,
        _ perform: (Call) -> KafkaError?
    ) -> TransactionError? {
        var machine = machine
        var action = machine.started()
        while true {
            switch action {
            case .succeed: return nil
            case .fail(let error): return error
            case .performAgain(let call, let pause):
                // Serving callbacks is also what makes room in a full queue.
                rd_kafka_poll(client, pause.milliseconds)
                action = answer(to: perform(call), &machine)
            case .perform(let call): action = answer(to: perform(call), &machine)
            }
        }
    }

    private func answer(
        to error: KafkaError?,
        _ machine: inout TransactionStateMachine
    ) -> TransactionStateMachine.Action {
        error.map { machine.callFailed($0, at: .now) } ?? machine.callSucceeded()
    }

    private func perform(_ call: Call, _ contents: Contents) -> KafkaError? {
        call.pointBefore?.reached()
        let error = carryOut(call, contents)
        if error == nil { call.pointAfter?.reached() }
        return error
    }

    private func carryOut(_ call: Call, _ contents: Contents) -> KafkaError? {
        switch call {
        case .initialize: nil
        case .begin: KafkaError.consuming(rd_kafka_begin_transaction(client), of: client)
        case .produce: produce(contents.records)
        case .sendOffsets: sendOffsets(contents)
        case .flush: flush()
        case .commit: KafkaError.consuming(rd_kafka_commit_transaction(client, -1), of: client)
        case .abort: abort()
        }
    }

    /// A transaction that fails in the background (a partition that could not be added to it) purges its records, and their
    /// reports do not say why. librdkafka tells it to whichever call comes next; beginning is one that does nothing while
    /// a transaction is open. Not once the abort has begun: a call that timed out wants to be repeated, with none between.
    private func abort() -> KafkaError? {
        if !isAborting {
            let fault = KafkaError.consuming(rd_kafka_begin_transaction(client), of: client)
            transactionFault = fault.flatMap { $0.number > 0 ? $0 : nil }
        }
        isAborting = true
        return KafkaError.consuming(rd_kafka_abort_transaction(client, -1), of: client)
    }

    /// Goes on where a full queue stopped it.
    private func produce(_ records: [OutgoingRecord]) -> KafkaError? {
        while nextRecord < records.count {
            let opaque = deliveries.opaque(forRecordAt: nextRecord)
            if let error = MessageProducing.produce(records[nextRecord], opaque: opaque, by: client) {
                let isFull = error.number == RD_KAFKA_RESP_ERR__QUEUE_FULL.rawValue
                return isFull ? KafkaError(RD_KAFKA_RESP_ERR__QUEUE_FULL) : error
            }
            nextRecord += 1
        }
        return nil
    }

    /// The group's metadata is read as late as possible and only once a transaction: it is what fences this
    /// consumer, and a retry must not carry the membership of a later generation.
    private func sendOffsets(_ contents: Contents) -> KafkaError? {
        do throws(KafkaError) {
            let metadata = try currentMetadata(for: contents)
            return PartitionList.with(contents.offsets.keys.sorted(), offsets: contents.offsets) { list in
                let timeout = configuration.callTimeout.milliseconds
                let error = rd_kafka_send_offsets_to_transaction(client, list, metadata.pointer, timeout)
                return KafkaError.consuming(error, of: client)
            }
        } catch {
            return error
        }
    }

    private func currentMetadata(for contents: Contents) throws(KafkaError) -> GroupMetadata {
        if let groupMetadata { return groupMetadata }
        let metadata = try liveMetadata(for: contents)
        groupMetadata = metadata
        return metadata
    }

    /// All reports are in after it. A failed delivery would fail the commit as well; found here, the abort that
    /// follows is definite.
    private func flush() -> KafkaError? {
        let code = rd_kafka_flush(client, configuration.callTimeout.milliseconds)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { return KafkaError(code) }
        if let fatal = KafkaError.fatal(of: client) { return fatal }
        return deliveries.failures.first.map { failure in
            let error = failure.error
            return KafkaError(code: error.code, number: error.number, reason: error.reason, requiresAbort: true)
        }
    }

    // MARK: Refusals of our own

    private func liveMetadata(for contents: Contents) throws(KafkaError) -> GroupMetadata {
        let metadata = try contents.consumer.use { consumer throws(KafkaError) in try GroupMetadata(of: consumer) }
        guard let membership = metadata.membership else {
            throw ClientFault.groupMetadataUnreadable.error("unknown form of group metadata", isFatal: true)
        }
        guard membership.isLive else {
            throw ClientFault.notAMember.error("the consumer is no live member of its group", requiresAbort: true)
        }
        // Brokers check the member, not what it owns: this is the only check that a partition is still ours, and that it was
        // not lost and given back since its part was decided. After the metadata was read: what is lost from here on is refused
        // for its generation.
        guard contents.consumer.owns(contents.offsets.keys, epochs: contents.epochs) else {
            throw ClientFault.partitionNotOwned.error("a partition was given up meanwhile", requiresAbort: true)
        }
        return metadata
    }

    /// What is wrong with the contents themselves, found before a transaction is open.
    private func refusal(of contents: Contents) -> TransactionError? {
        guard !contents.offsets.isEmpty else {
            let error = ClientFault.offsetsMissing.error("a transaction without offsets is not fenced by the group")
            return TransactionError(kind: .fatal, call: Call.begin.rawValue, underlying: error)
        }
        for (position, record) in contents.records.enumerated() {
            if let error = fault(of: record) {
                let failed = error.isRetriable ? [] : [position]
                return TransactionError(kind: .aborted, call: "begin", underlying: error, failedRecords: failed)
            }
        }
        return nil
    }

    /// Never produce to a partition that is not known to exist (see ``MessageProducing``).
    private func fault(of record: OutgoingRecord) -> KafkaError? {
        if let count = partitionCounts[record.topic], (0..<count).contains(record.partition) { return nil }
        switch partitionCount(of: record.topic) {
        case .failure(let error): return error
        case .success(let count) where (0..<count).contains(record.partition): return nil
        case .success(let count):
            return ClientFault.partitionUnknown.error(
                "topic \(record.topic) has \(count) partitions, not number \(record.partition)"
            )
        }
    }
}

extension TransactionStateMachine.Call {
    fileprivate var pointBefore: CrashPoint? {
        switch self {
        case .begin: .beforeTransaction
        case .commit: .beforeCommit
        default: nil
        }
    }

    fileprivate var pointAfter: CrashPoint? {
        switch self {
        case .produce: .afterProduce
        case .sendOffsets: .afterOffsets
        case .commit: .afterCommit
        default: nil
        }
    }
}
