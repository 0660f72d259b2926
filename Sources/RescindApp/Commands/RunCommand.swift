package import ArgumentParser
import CommandPipeline
import KafkaClient
import Logging
import ServiceLifecycle
import UnixSignals

/// `rescind run`: the worker, until SIGTERM.
package struct RunCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the worker until SIGTERM or SIGINT; exits 0 when everything in flight was finished.",
        discussion: "Exit status: 0 stopped, 78 wrong configuration, 70 an error that the last log line tells."
    )

    @Option(name: .shortAndLong, help: "The configuration file (config/rescind.example.yaml shows every key).")
    var config: String

    @Option(
        help: "Log level: trace, debug, info, notice, warning, error or critical.",
        transform: { name in
            guard let level = Logger.Level(rawValue: name) else { throw ValidationError("unknown log level") }
            return level
        }
    )
    var logLevel: Logger.Level = .info

    @Option(name: .customLong("role"), help: "worker (default) or intake, the webhook; give it twice for both.")
    var roles: [ProcessRole] = [.worker]

    package init() {}

    package func run() async throws {
        let configuration = try ConfigurationFile.load(config)
        if roles.contains(.intake) { try ConfigurationFile.requireWebhookSecrets(config, configuration) }
        let pauses = roles.contains(.worker) ? try ConfigurationFile.pauses(configuration) : []
        let clock = SystemClock()
        let level = logLevel
        LoggingSystem.bootstrap { label in
            var handler = JSONLogHandler(label: label, now: { clock.now })
            handler.logLevel = level
            return handler
        }
        let logger = Logger(label: "rescind")
        let services = ProcessServices(configuration: configuration, roles: Set(roles), pauses: pauses, logger: logger)
        var group = ServiceGroupConfiguration(
            services: try ConfigurationFile.checking(config, configuration.kafka) { try services.make() },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "services")
        )
        group.maximumGracefulShutdownDuration = configuration.limits.drain + .seconds(75)
        logger.info(
            "starting",
            metadata: [
                "version": "\(Version.current)", "kafka.group": "\(configuration.kafka.groupID)",
                "librdkafka": "\(LibrdkafkaVersion.text)", "tenants": "\(configuration.tenants.count)",
                "sources": "\(configuration.sources.count)",
            ]
        )
        if LibrdkafkaVersion.hasKnownHangs {
            logger.warning("this librdkafka has known hangs (its issues #4724 and #4800); 2.6.1 or newer is advised")
        }
        do {
            try await ServiceGroup(configuration: group).run()
        } catch {
            logger.critical("stopped by an error", metadata: ["error": "\(error)"])
            await LogOutput.standard.flush()
            throw ExitCode(70)
        }
        logger.info("stopped")
        await LogOutput.standard.flush()
    }
}
