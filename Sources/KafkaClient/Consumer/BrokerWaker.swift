import CLibrdkafka
import Synchronization

/// Wakes the brokers' threads inside librdkafka after partitions were resumed.
///
/// A broker thread all of whose partitions were paused sleeps for up to a second and resuming does not wake it; any
/// request to that broker does (measured on 2.0.2 and 2.16). Which broker leads which partition is not known here,
/// so each resumed partition's watermark is asked for: one cheap round trip each, on a thread of its own.
final class BrokerWaker: Sendable {
    private struct State {
        var waiting: Set<TopicPartition> = []
        var isRunning = false
    }

    /// With more partitions than this, every broker has one among them for all practical purposes.
    private static let limit = 64

    private let state = Mutex(State())
    private let handle: KafkaHandle

    init(handle: KafkaHandle) {
        self.handle = handle
    }

    /// Returns at once. Partitions resumed while a round is on its way are asked about in the next one.
    func wake(_ partitions: [TopicPartition]) {
        let isIdle = state.withLock { state in
            state.waiting.formUnion(partitions.prefix(Self.limit))
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard isIdle else { return }
        DedicatedThread.start("kafka-wake") { [self] in
            while let round = nextRound() {
                // One failure means a broker is away or the client closing: no use in waiting for the others.
                _ = round.allSatisfy { askForWatermarks(of: $0) }
            }
        }
    }

    private func nextRound() -> Set<TopicPartition>? {
        state.withLock { state in
            defer { state.waiting = [] }
            state.isRunning = !state.waiting.isEmpty
            return state.isRunning ? state.waiting : nil
        }
    }

    /// The answer does not matter, and its absence only costs the second it was to save.
    private func askForWatermarks(of partition: TopicPartition) -> Bool {
        let code = try? handle.use { client in
            var low: Int64 = 0
            var high: Int64 = 0
            return rd_kafka_query_watermark_offsets(client, partition.topic, partition.partition, &low, &high, 500)
        }
        return code == RD_KAFKA_RESP_ERR_NO_ERROR
    }
}
