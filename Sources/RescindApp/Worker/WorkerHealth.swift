import CommandPipeline
package import HTTPService
import KafkaClient

/// The worker's answers to its probes.
package struct WorkerHealth: HealthSource {
    private let consumer: KafkaConsumer
    private let pipeline: CommandPipeline

    init(consumer: KafkaConsumer, pipeline: CommandPipeline) {
        self.consumer = consumer
        self.pipeline = pipeline
    }

    package var liveness: HealthReport {
        let liveness = WorkerLiveness(consumer: consumer.health, stalls: pipeline.stalls)
        return HealthReport(problems: liveness.problems(at: .now))
    }

    package var readiness: HealthReport {
        var problems = liveness.problems
        let state = consumer.health.memberState
        if state != .member, state != .revoking { problems.append("not a member of the consumer group") }
        if !pipeline.isReady { problems.append("outcomes cannot be committed, or the worker is stopping") }
        return HealthReport(problems: problems)
    }
}
