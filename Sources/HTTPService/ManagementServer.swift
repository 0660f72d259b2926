import Hummingbird
package import Logging
import NIOCore

/// The management port: probes, status and metrics, the operator page later. Never reachable from where commands come from.
package struct ManagementServer: Sendable {
    private let host: String
    private let port: Int
    private let health: any HealthSource
    private let metrics: MetricRegistry?
    private let status: (@Sendable () -> [UInt8])?
    private let beforeScrape: @Sendable () -> Void
    private let logger: Logger
    private let onBound: @Sendable (Int) async -> Void

    /// - Parameters:
    ///   - port: 0 takes any free one.
    ///   - metrics: served at `/metrics`; without it there is no such path.
    ///   - status: served at `/status`; without it there is no such path.
    ///   - beforeScrape: sets the gauges that are read rather than counted.
    ///   - onBound: told the port that was taken.
    package init(
        host: String, port: Int, health: any HealthSource, metrics: MetricRegistry? = nil,
        status: (@Sendable () -> [UInt8])? = nil, beforeScrape: @escaping @Sendable () -> Void = {}, logger: Logger,
        onBound: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        self.health = health
        self.metrics = metrics
        self.status = status
        self.beforeScrape = beforeScrape
        self.logger = logger
        self.onBound = onBound
    }

    /// Serves until the task is cancelled or the surrounding service group shuts down.
    /// - Throws: ``ManagementPortError`` when the port cannot be opened.
    package func run() async throws {
        let router = Router()
        HealthRoutes(source: health).add(to: router)
        if let status { StatusRoute(document: status).add(to: router) }
        if let metrics { MetricsRoute(registry: metrics, beforeScrape: beforeScrape).add(to: router) }
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { [onBound] channel in await onBound(channel.localAddress?.port ?? 0) },
            logger: logger
        )
        do { try await application.runService(gracefulShutdownSignals: []) } catch let error as IOError {
            throw ManagementPortError(host: host, port: port, reason: "\(error)")
        }
    }
}
