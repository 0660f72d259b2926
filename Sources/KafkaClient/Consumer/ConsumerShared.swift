import Logging
import Synchronization

/// What a consumer's thread and its callers share; every part has its own lock or is immutable.
final class ConsumerShared: Sendable {
    let configuration: ConsumerConfiguration
    let log: KafkaLog
    let handle: KafkaHandle
    let mailbox = CommandMailbox()
    let batches = Handoff<RecordBatch> { Handoff.Level(records: $0.records.count, bytes: $0.weight) }
    let rebalances = Handoff<RebalanceEvent> { _ in Handoff.Level(records: 1) }
    /// Resolved when the client is destroyed, or given up, and the thread ends.
    let ended = OneShot<Void>()
    private let health: Mutex<ConsumerHealth>
    private let owned = Mutex<[TopicPartition: Int]>([:])

    init(configuration: ConsumerConfiguration, logger: Logger, handle: KafkaHandle) {
        self.configuration = configuration
        self.log = KafkaLog(logger: logger)
        self.handle = handle
        self.health = Mutex(ConsumerHealth(lastPoll: .now))
    }

    var currentHealth: ConsumerHealth { health.withLock { $0 } }

    func updateHealth(_ change: (inout ConsumerHealth) -> Void) {
        health.withLock { change(&$0) }
    }

    func setOwned(_ epochs: [TopicPartition: Int]) {
        owned.withLock { $0 = epochs }
        updateHealth { $0.assignedPartitions = epochs.count }
    }

    func owns(_ partitions: some Sequence<TopicPartition>, epochs: [TopicPartition: Int]) -> Bool {
        owned.withLock { owned in
            partitions.allSatisfy { partition in
                guard let epoch = owned[partition] else { return false }
                return epochs[partition].map { $0 == epoch } ?? true
            }
        }
    }

    /// The application has taken enough for fetching to go on.
    var isBelowLowMark: Bool {
        let level = batches.level
        return level.records <= configuration.lowWaterRecords && level.bytes <= configuration.highWaterBytes / 2
    }

    var isAboveHighMark: Bool {
        let level = batches.level
        return level.records >= configuration.highWaterRecords || level.bytes >= configuration.highWaterBytes
    }
}
