import CommandPipeline
package import HTTPService
import KafkaClient

/// The worker's answers to its probes.
package struct WorkerHealth: HealthSource {
    private let consumer: KafkaConsumer
    private let pipeline: CommandPipeline
    /// The consumer's thread comes round ten times a second; this long without it is a hang (librdkafka #4800).
    private static let longestPollGap: Duration = .seconds(30)

    init(consumer: KafkaConsumer, pipeline: CommandPipeline) {
        self.consumer = consumer
        self.pipeline = pipeline
    }

    package var liveness: HealthReport {
        let health = consumer.health
        var problems: [String] = []
        if health.fatalError != nil { problems.append("the Kafka consumer has failed") }
        if health.memberState != .closed, health.lastPoll.duration(to: .now) > Self.longestPollGap {
            problems.append("the Kafka consumer does not poll")
        }
        return HealthReport(problems: problems)
    }

    package var readiness: HealthReport {
        var problems = liveness.problems
        let state = consumer.health.memberState
        if state != .member, state != .revoking { problems.append("not a member of the consumer group") }
        if !pipeline.isReady { problems.append("outcomes cannot be committed, or the worker is stopping") }
        return HealthReport(problems: problems)
    }
}
