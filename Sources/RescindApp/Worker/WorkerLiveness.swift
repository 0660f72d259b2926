import CommandPipeline
import KafkaClient

/// Whether the process makes progress. A "no" has it restarted, so only what a restart mends counts: a thread or a task that is
/// stuck, and a membership that never comes although the group's coordinator is there. A broker that is away is none of it; every
/// call to one comes back, with or without an answer.
struct WorkerLiveness: Sendable {
    let consumer: ConsumerHealth
    let stalls: [PipelineStall]

    /// The consumer's thread comes round ten times a second; this long without it is a hang (librdkafka #4800).
    static let longestPollGap: Duration = .seconds(30)
    /// A rebalance waits for every member's `max.poll.interval.ms`, `limits.drain` + 2 minutes, and may have two rounds.
    static let longestJoin: Duration = .seconds(600)

    func problems(at now: ContinuousClock.Instant) -> [String] {
        var problems: [String] = []
        if consumer.fatalError != nil { problems.append("the Kafka consumer has failed") }
        if consumer.memberState != .closed, consumer.lastPoll.duration(to: now) > Self.longestPollGap {
            problems.append("the Kafka consumer does not poll")
        }
        if let since = consumer.joiningSince, since.duration(to: now) > Self.longestJoin {
            problems.append("the Kafka consumer does not get into its group, whose coordinator is connected")
        }
        return problems + stalls.map(Self.text)
    }

    private static func text(_ stall: PipelineStall) -> String {
        switch stall {
        case .looks: "the worker does not look at itself"
        case .actions: "the worker decides and does not act"
        case .logCall: "a call to the outcome log does not come back"
        case .commits: "outcomes are staged and no transaction begins"
        }
    }
}
