/// How a ``PartitionReader`` reads.
package struct PartitionReaderConfiguration: Sendable {
    package enum Isolation: String, Sendable {
        /// Committed records only, up to the last stable offset, which an open transaction holds back.
        case readCommitted = "read_committed"
        /// Everything up to the high watermark.
        case readUncommitted = "read_uncommitted"
    }

    package var connection: KafkaConnection
    package var isolation = Isolation.readCommitted
    /// How long a broker may hold an empty fetch. The mock cluster answers no earlier, so use 10 ms with it.
    package var fetchWait: Duration = .milliseconds(100)
    /// At so many undelivered records, or so many bytes, reading waits.
    package var bufferedRecords = 8_000
    package var bufferedBytes = 32 << 20
    /// What librdkafka may fetch ahead of that. When they are full it looks again after a second only, so whoever
    /// reads a few megabytes at once wants room for them.
    package var fetchedAheadKiB = 2048
    package var closeTimeout: Duration = .seconds(10)
    /// librdkafka wants a group id of every such client. This one joins no group and commits nothing.
    package var groupID = "partition-reader"

    package init(connection: KafkaConnection) {
        self.connection = connection
    }

    func settings() throws(KafkaError) -> ClientSettings {
        try ClientSettings(
            base: [
                "socket.nagle.disable": "true",
                "socket.keepalive.enable": "true",
                "check.crcs": "true",
                "fetch.error.backoff.ms": "100",
                "queued.max.messages.kbytes": "\(fetchedAheadKiB)",
                "fetch.max.bytes": "\(AnswerSizes.fetched)",
                "receive.message.max.bytes": "\(AnswerSizes.received)",
            ],
            connection: connection,
            invariants: [
                "group.id": groupID,
                "enable.auto.commit": "false",
                "enable.auto.offset.store": "false",
                "enable.partition.eof": "true",
                "isolation.level": isolation.rawValue,
                "fetch.wait.max.ms": "\(fetchWait.milliseconds)",
                // An offset that is not there is an error, not a reason to begin somewhere else.
                "auto.offset.reset": "error",
                "allow.auto.create.topics": "false",
                "log.queue": "true",
            ]
        )
    }
}
