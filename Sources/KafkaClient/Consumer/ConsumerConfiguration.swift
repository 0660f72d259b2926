/// How a ``KafkaConsumer`` takes part in its group.
package struct ConsumerConfiguration: Sendable {
    package var connection: KafkaConnection
    package var groupID: String
    /// Static membership (KIP-345): a quick restart under the same id causes no rebalance, and the offsets of a
    /// process that is no member are refused. One id per replica slot.
    package var groupInstanceID: String?
    package var topics: [String]
    /// A member without heartbeats for so long is expelled.
    package var sessionTimeout: Duration = .seconds(30)
    package var heartbeatInterval: Duration = .seconds(3)
    /// How long a rebalance may take; this consumer's own polling never stops that long.
    package var maxPollInterval: Duration = .seconds(120)
    /// How long a broker may hold an empty fetch. The mock cluster answers no earlier, so use 10 ms with it.
    package var fetchWait: Duration = .milliseconds(100)
    /// At so many records in the hand-off buffer, or so many bytes, fetching is paused.
    package var highWaterRecords = 8_000
    package var highWaterBytes = 32 << 20
    /// At so many records, and half of the bytes, it goes on. Should be worth more than a second of work, because
    /// pausing throws librdkafka's own prefetched records away.
    package var lowWaterRecords = 4_000
    /// A revocation takes effect after this long even without ``KafkaConsumer/completeRevocation(_:)``, so that one
    /// slow member does not hold up the group. Well below ``maxPollInterval``.
    package var revocationBound: Duration = .seconds(5)
    /// How long leaving the group may take, and then destroying the client.
    package var closeTimeout: Duration = .seconds(15)
    /// How often librdkafka tells where it stands in its group, which it does in its statistics only: some kilobytes each time.
    package var statisticsInterval: Duration = .seconds(5)

    package init(connection: KafkaConnection, groupID: String, groupInstanceID: String? = nil, topics: [String]) {
        self.connection = connection
        self.groupID = groupID
        self.groupInstanceID = groupInstanceID
        self.topics = topics
    }

    func settings() throws(KafkaError) -> ClientSettings {
        guard !groupID.isEmpty else { throw ClientFault.settingInvalid.error("setting group.id is empty") }
        let settings = try ClientSettings(
            base: Self.tuning,
            connection: connection,
            invariants: [
                "group.id": groupID,
                "session.timeout.ms": "\(sessionTimeout.milliseconds)",
                "heartbeat.interval.ms": "\(heartbeatInterval.milliseconds)",
                "max.poll.interval.ms": "\(maxPollInterval.milliseconds)",
                "fetch.wait.max.ms": "\(fetchWait.milliseconds)",
                // Offsets move in the transactions of the application and nowhere else.
                "enable.auto.commit": "false",
                "enable.auto.offset.store": "false",
                // Alone: a group may not mix cooperative and eager assignors.
                "partition.assignment.strategy": "cooperative-sticky",
                // Also makes the offset look-up wait for pending transactions (require_stable, KIP-447).
                "isolation.level": "read_committed",
                // Anything else could skip records without a trace.
                "auto.offset.reset": "earliest",
                "allow.auto.create.topics": "false",
                "log.queue": "true",
                "statistics.interval.ms": "\(statisticsInterval.milliseconds)",
            ]
        )
        return groupInstanceID.map { settings.adding("group.instance.id", $0) } ?? settings
    }

    private static let tuning: ClientSettings.Pairs = [
        "socket.nagle.disable": "true",
        "socket.keepalive.enable": "true",
        "check.crcs": "true",
        // The default lets a client stay away for 10 s after a short outage, longer than many a session lasts: its partitions
        // would be lost, and with them what was settled and not committed.
        "reconnect.backoff.max.ms": "1000",
        "fetch.error.backoff.ms": "100",
        // Memory is bounded here; a small queued.min.messages would stall fetching for a second at a time.
        "queued.max.messages.kbytes": "16384",
        "fetch.max.bytes": "\(AnswerSizes.fetched)",
        "receive.message.max.bytes": "\(AnswerSizes.received)",
    ]
}
