package import CommandContract
package import CommandPipeline
package import HTTPService
import KafkaClient
package import Logging
package import MeetingCancellation
import MicrosoftGraph
import ServiceLifecycle

/// The worker, wired: one consumer, one outcome log, one HTTP client, one pipeline.
package final class Worker: Service {
    private let consumer: KafkaConsumer
    /// Asked for the ends of partitions only.
    private let marks: PartitionReader
    private let transport: HTTPTransport
    private let calendar: GraphMeetingCalendar
    private let pipeline: CommandPipeline
    private let tally = OutcomeTally()
    private let started = SystemClock().now

    /// - Throws: `KafkaError` when librdkafka refuses a setting.
    package init(
        configuration: RescindConfiguration, logger: Logger, observer: (any PipelineObserver)? = nil,
        metrics: WorkerMetrics? = nil
    ) throws {
        consumer = try KafkaConsumer(configuration: Self.consumer(configuration), logger: logger)
        marks = try PartitionReader(
            configuration: PartitionReaderConfiguration(configuration.kafka, .readUncommitted), starts: [:],
            logger: logger
        )
        transport = HTTPTransport(userAgent: "Rescind/\(Version.current)", timeouts: configuration.timeouts)
        calendar = GraphMeetingCalendar(
            configuration: configuration, transport: transport, metrics: metrics, logger: logger
        )
        pipeline = CommandPipeline(
            source: KafkaCommandSource(consumer: consumer, marks: marks),
            log: KafkaOutcomeLog(
                kafka: configuration.kafka, consumer: consumer, batchBytes: configuration.limits.topicBytes,
                logger: logger, metrics: metrics
            ),
            ledger: KafkaLedgerSource(kafka: configuration.kafka, marks: marks, logger: logger),
            calendar: calendar,
            policy: configuration.policy,
            outcomeSource: "/rescind/\(configuration.kafka.groupID)",
            limits: configuration.limits,
            clock: SystemClock(),
            observer: ObserverPair(first: observer ?? LoggingObserver(logger: logger), second: tally),
            writer: .random(in: .min ... .max),
            seed: .random(in: .min ... .max)
        )
    }

    /// Works until graceful shutdown or ``stop()``; finishes and commits what is in flight, leaves the group, closes.
    /// - Throws: when Kafka refuses this worker for good.
    package func run() async throws {
        let result = await withGracefulShutdownHandler {
            await work()
        } onGracefulShutdown: {
            self.pipeline.stop()
        }
        await marks.close()
        try await transport.shutdown()
        try result.get()
        if let fatal = consumer.health.fatalError { throw fatal }
    }

    package func stop() { pipeline.stop() }

    /// What people have paused, from now on and until the next list.
    package func pausesRead(_ orders: [PauseOrder]) { pipeline.pausesRead(orders) }

    /// For the gauges of the management port.
    package var load: PipelineLoad { pipeline.load }

    /// For the gauges, too.
    package var pipelineStatus: PipelineStatus { pipeline.status }

    /// What `/status` tells.
    var status: WorkerStatus {
        let health = health
        return WorkerStatus(
            started: started, livenessProblems: health.liveness.problems, readinessProblems: health.readiness.problems,
            pipeline: pipeline.status, lags: lag(of: load, at: SystemClock().now), outcomes: tally.byStatus
        )
    }

    package var shortestTokenLifetimes: [String: Duration] { calendar.shortestTokenLifetimes }

    /// Of each partition that is this worker's.
    package func lag(of load: PipelineLoad, at now: Timestamp) -> [Int32: LagGauges.Lag] {
        let ends = consumer.knownEnds(of: load.partitions.map { TopicPartition($0.partition) })
        return load.partitions.reduce(into: [:]) { lags, load in
            let end = ends[TopicPartition(load.partition)]
            lags[load.partition.partition] = LagGauges.Lag(
                records: load.nextOffset.flatMap { next in end.map { max(0, $0 - next) } },
                age: load.oldest.map { max(.zero, now - $0) } ?? .zero
            )
        }
    }

    package var health: WorkerHealth { WorkerHealth(consumer: consumer, pipeline: pipeline) }

    /// The consumer's life encloses the pipeline's: the last transaction needs its group membership.
    private func work() async -> Result<Void, any Error> {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.consumer.run() }
            let result: Result<Void, any Error>
            do {
                try await pipeline.run()
                result = .success(())
            } catch {
                result = .failure(error)
            }
            consumer.close()
            return result
        }
    }

    /// A revocation may take the drain bound, 5 s for what is told at its end, and a commit (45 s at most); the consumer lets
    /// go by itself, and the group gives up on it, only later.
    private static func consumer(_ configuration: RescindConfiguration) -> ConsumerConfiguration {
        let kafka = configuration.kafka
        var consumer = ConsumerConfiguration(
            connection: kafka.connection, groupID: kafka.groupID, topics: [kafka.commands]
        )
        consumer.revocationBound = configuration.limits.drain + .seconds(60)
        consumer.closeTimeout = configuration.limits.drain + .seconds(65)
        consumer.maxPollInterval = configuration.limits.drain + .seconds(120)
        if kafka.plainOffsetCommits {
            // The mock cluster: it answers an empty fetch no earlier than this. Its first join takes 3 s, and a member whose
            // session ends meanwhile (a machine that stood still for some seconds) waits for minutes.
            consumer.fetchWait = .milliseconds(10)
            consumer.sessionTimeout = .seconds(10)
            consumer.heartbeatInterval = .milliseconds(500)
        } else {
            // Static membership: a restart within the session time-out causes no rebalance, and brokers refuse offsets of a
            // process that is no member. The mock ignores it and would wait for the session at every stop.
            consumer.groupInstanceID = kafka.transactionalID
        }
        return consumer
    }
}
