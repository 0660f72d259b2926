import Hummingbird
package import Logging
import NIOCore

/// The management port: probes now, metrics and the operator page later. Never reachable from where commands come from.
package struct ManagementServer: Sendable {
    private let host: String
    private let port: Int
    private let health: any HealthSource
    private let logger: Logger
    private let onBound: @Sendable (Int) async -> Void

    /// - Parameters:
    ///   - port: 0 takes any free one.
    ///   - onBound: told the port that was taken.
    package init(
        host: String, port: Int, health: any HealthSource, logger: Logger,
        onBound: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        self.health = health
        self.logger = logger
        self.onBound = onBound
    }

    /// Serves until the task is cancelled or the surrounding service group shuts down.
    /// - Throws: ``ManagementPortError`` when the port cannot be opened.
    package func run() async throws {
        let router = Router()
        HealthRoutes(source: health).add(to: router)
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
