package import CommandContract
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The intake port: the webhook that puts commands on Kafka. Its own port, so that the management port can stay private.
package struct IntakeServer: Sendable {
    private let settings: IntakeSettings
    private let responder: IntakeResponder
    private let logger: Logger
    private let onBound: @Sendable (Int) async -> Void

    /// - Parameters:
    ///   - routingKey: the record key that keeps a mailbox's commands in one partition; nil when the tenant is not known
    ///     here: the record then goes without key, and the worker says what is wrong.
    ///   - now: seconds since 1970.
    ///   - onAnswer: told the code of every answer, `accepted` or a problem's: a bounded set, for counting.
    ///   - onBound: told the port that was taken.
    package init(
        settings: IntakeSettings, keyring: WebhookKeyring, sink: any CommandSink,
        routingKey: @escaping @Sendable (CancelCommand) -> [UInt8]?, logger: Logger,
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) },
        onAnswer: @escaping @Sendable (String) -> Void = { _ in },
        onBound: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.settings = settings
        self.logger = logger
        self.onBound = onBound
        let intake = CancellationIntake(
            settings: settings, keyring: keyring, sink: sink, routingKey: routingKey, logger: logger
        )
        responder = IntakeResponder(intake: intake, settings: settings, now: now, onAnswer: onAnswer)
    }

    /// Serves until the task is cancelled or the surrounding service group shuts down; requests under way are answered
    /// first.
    /// - Throws: ``IntakePortError`` when the port cannot be opened.
    package func run() async throws {
        do { try await application.runService(gracefulShutdownSignals: []) } catch let error as IOError {
            throw IntakePortError(host: settings.host, port: settings.port, reason: "\(error)")
        }
    }

    var application: Application<IntakeResponder> {
        let channel = HTTP1Channel.Configuration(
            idleTimeout: TimeAmount(settings.idleTimeout),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: settings.headerBytes, maxHeaderListSize: settings.headerBytes,
                maxHeaderFieldCount: settings.headerCount
            )
        )
        return Application(
            responder: responder,
            server: .http1(configuration: channel),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(settings.connections, logger: logger)
            ),
            onServerRunning: { [onBound] channel in await onBound(channel.localAddress?.port ?? 0) },
            logger: logger
        )
    }
}
