import CLibrdkafka
package import Logging

/// Reads given partitions from given offsets, without a group, and says when it has reached an end.
///
/// Reading starts with `init` on a thread of its own and goes on, with bounded memory, until ``close()``; a reader
/// that is dropped without it closes itself.
package final class PartitionReader: Sendable {
    package enum Event: Hashable, Sendable {
        case record(KafkaRecord)
        /// Nothing more is readable at this moment; `nextOffset` is what would come next. Told again each time the end
        /// is reached. With ``PartitionReaderConfiguration/Isolation/readCommitted`` an open transaction is an end too,
        /// so a restore is complete only when `nextOffset` is at or past a high watermark taken uncommitted.
        case endOfPartition(TopicPartition, nextOffset: Int64)
    }

    /// Logical start offsets, resolved by the broker.
    package enum Start {
        package static let beginning = Int64(RD_KAFKA_OFFSET_BEGINNING)
        package static let end = Int64(RD_KAFKA_OFFSET_END)
    }

    private let shared: PartitionReaderShared

    /// - Parameter starts: the partitions and their first offsets; empty for one that only answers
    ///   ``watermarks(of:timeout:)``.
    package init(
        configuration: PartitionReaderConfiguration,
        starts: [TopicPartition: Int64],
        logger: Logger
    ) throws(KafkaError) {
        let handle = try KafkaHandle(
            .consumer,
            settings: try configuration.settings(),
            events: RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG
        )
        let shared = PartitionReaderShared(configuration: configuration, log: KafkaLog(logger: logger), handle: handle)
        self.shared = shared
        DedicatedThread.start("kafka-reader") { PartitionReaderLoop(shared: shared, starts: starts).run() }
    }

    deinit {
        shared.beginClosing()
    }

    /// The next record or end; nil once closed, or when the task is cancelled.
    /// - Throws: what stopped the reading: a fatal error, or an offset or partition that is not there.
    package func next() async throws(KafkaError) -> Event? {
        let event = await shared.events.next()
        shared.roomMade()
        if event == nil, let failure = shared.failure { throw failure }
        return event
    }

    /// The partition's first offset and the one after its last.
    ///
    /// Asked of the broker. A `read_committed` reader gets the last stable offset as `high`, so the high watermark
    /// must be asked of a `read_uncommitted` one.
    package func watermarks(
        of partition: TopicPartition,
        timeout: Duration
    ) async throws(KafkaError) -> (low: Int64, high: Int64) {
        let answer = await DedicatedThread.run("kafka-watermark") { [shared] in
            Result { () throws(KafkaError) in
                try shared.handle.use { client throws(KafkaError) in
                    let milliseconds = timeout.milliseconds
                    var marks: (low: Int64, high: Int64) = (0, 0)
                    let code = rd_kafka_query_watermark_offsets(
                        client, partition.topic, partition.partition, &marks.low, &marks.high, milliseconds
                    )
                    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code) }
                    return marks
                }
            }
        }
        return try answer.get()
    }

    /// How many partitions `topic` has.
    package func partitionCount(of topic: String, timeout: Duration) async throws(KafkaError) -> Int32 {
        try await DedicatedThread.run("kafka-metadata") { [shared] in
            Result { () throws(KafkaError) in
                try shared.handle.use { client throws(KafkaError) in
                    try TopicMetadata.partitionCount(of: topic, by: client, within: timeout)
                }
            }
        }.get()
    }

    /// Stops reading and destroys the client, within a bound.
    package func close() async {
        shared.beginClosing()
        await shared.ended.value()
    }
}
