/// librdkafka settings an operator may not give, with their aliases, because a promise of the clients rests on them.
enum ReservedSettings {
    static let names: Set<String> = cluster.union(consuming).union(producing).union(hosting)

    /// Given by their own fields of the configuration.
    private static let cluster: Set<String> = ["bootstrap.servers", "metadata.broker.list"]

    /// Offsets move only in transactions, assignments are cooperative, and only committed records are read.
    private static let consuming: Set<String> = [
        "allow.auto.create.topics", "auto.commit.enable", "auto.commit.interval.ms", "auto.offset.reset",
        "enable.auto.commit", "enable.auto.offset.store", "enable.partition.eof", "fetch.wait.max.ms",
        "group.id", "group.instance.id", "group.protocol", "group.protocol.type", "group.remote.assignor",
        "heartbeat.interval.ms", "isolation.level", "max.poll.interval.ms", "offset.store.method",
        "partition.assignment.strategy", "session.timeout.ms", "statistics.interval.ms",
    ]

    /// A transaction's records are acknowledged by all replicas, in order and once, and time out with it.
    private static let producing: Set<String> = [
        "acks", "delivery.report.only.error", "delivery.timeout.ms", "enable.gapless.guarantee",
        "enable.idempotence", "max.in.flight", "max.in.flight.requests.per.connection", "message.send.max.retries",
        "message.timeout.ms", "partitioner", "request.required.acks", "retries", "transaction.timeout.ms",
        "transactional.id",
    ]

    /// What would load code, replace the brokers by a mock or take the log away from the process.
    private static let hosting: Set<String> = [
        "log.queue", "log.thread.name", "plugin.library.paths", "test.mock.num.brokers",
    ]
}
