import CommandPipeline
import HTTPService
import KafkaClient
import Logging
import MeetingCancellation
import ServiceLifecycle

/// The services of one process, by its roles, wired from the configuration.
struct ProcessServices {
    let configuration: RescindConfiguration
    let roles: Set<ProcessRole>
    /// What was paused when the process began.
    let pauses: [PauseEntry]
    let logger: Logger

    /// In the order of dependence: the group stops them in reverse, so that the probes answer until the last one is through.
    /// Each has a name, because the group's log would else print the service itself, with everything it holds.
    /// - Throws: `KafkaError` when librdkafka refuses a setting.
    func make() throws -> [ServiceGroupConfiguration.ServiceConfiguration] {
        let registry = MetricRegistry()
        let metrics = WorkerMetrics(factory: registry)
        let worker = roles.contains(.worker) ? try worker(metrics) : nil
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(
                service: management(worker?.health ?? IntakeHealth(), registry, worker, metrics),
                serviceName: "management"
            )
        ]
        if roles.contains(.intake) { services.append(.init(service: try intake(metrics), serviceName: "intake")) }
        if let worker {
            if let watch = pauses(of: worker, metrics) {
                services.append(.init(service: watch, serviceName: "pauses"))
            }
            services.append(
                .init(
                    service: worker, successTerminationBehavior: .gracefullyShutdownGroup, serviceName: "worker"
                )
            )
        }
        return services
    }

    private func worker(_ metrics: WorkerMetrics) throws -> Worker {
        let observers = ObserverPair(
            first: LoggingObserver(logger: logger), second: MetricsObserver(metrics: metrics, clock: SystemClock())
        )
        return try Worker(configuration: configuration, logger: logger, observer: observers, metrics: metrics)
    }

    /// - Returns: nil where there is no file of pauses.
    private func pauses(of worker: Worker, _ metrics: WorkerMetrics) -> PauseWatch? {
        guard let (file, list) = configuration.pauseFile else { return nil }
        let reader = PauseReader(file: file, list: list, clock: SystemClock())
        return PauseWatch(
            first: pauses, interval: configuration.pauses.reread, clock: SystemClock(), logger: logger,
            metrics: metrics,
            read: { await reader.reading() }, deliver: { worker.pausesRead($0) }
        )
    }

    private func management(
        _ health: any HealthSource, _ registry: MetricRegistry, _ worker: Worker?, _ metrics: WorkerMetrics
    ) -> ManagementService {
        let settings = configuration.management
        let lag = LagGauges(factory: registry)
        let gauges = StatusGauges(factory: registry)
        return ManagementService(
            server: ManagementServer(
                host: settings.host, port: settings.port, health: health, metrics: registry,
                status: Self.document(of: worker),
                beforeScrape: {
                    guard let worker else { return }
                    let load = worker.load
                    metrics.commands(inFlight: load.running, staged: load.staged)
                    metrics.tokens(shortestLifetimes: worker.shortestTokenLifetimes)
                    lag.show(worker.lag(of: load, at: SystemClock().now))
                    gauges.show(worker.pipelineStatus)
                },
                logger: quiet("management"),
                onBound: { [logger] port in logger.info("management port open", metadata: ["http.port": "\(port)"]) }
            )
        )
    }

    private static func document(of worker: Worker?) -> (@Sendable () -> [UInt8])? {
        guard let worker else { return nil }
        return { StatusDocument(status: worker.status).bytes }
    }

    private func intake(_ metrics: WorkerMetrics) throws -> IntakeService {
        let kafka = configuration.kafka
        let producer = try RecordProducer(
            configuration: RecordProducerConfiguration(connection: kafka.connection), logger: logger
        )
        let policy = configuration.policy
        let server = IntakeServer(
            settings: configuration.intake, keyring: configuration.keyring,
            sink: KafkaCommandSink(producer: producer, topic: kafka.commands),
            routingKey: { policy.routingKey(of: $0)?.bytes }, logger: quiet("intake"),
            onAnswer: { metrics.intakeAnswered(code: $0) },
            onBound: { [logger] port in logger.info("intake port open", metadata: ["http.port": "\(port)"]) }
        )
        return IntakeService(server: server, producer: producer)
    }

    /// Hummingbird tells at info what "port open" tells already.
    private func quiet(_ label: String) -> Logger {
        var logger = Logger(label: label)
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}
