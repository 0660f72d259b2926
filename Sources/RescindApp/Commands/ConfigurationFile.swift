import ArgumentParser
import CommandContract
import HTTPService
import KafkaClient

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Loads the configuration for a command; a wrong one ends the process with status 78 and one line on standard error.
enum ConfigurationFile {
    private static let maximumBytes = 4 * 1024 * 1024

    /// - Parameter accountsAreSignedIn: false for whoever is to sign them in.
    static func load(_ path: String, accountsAreSignedIn: Bool = true) throws -> RescindConfiguration {
        do {
            return try RescindConfiguration(
                file: path, text: try text(path), environment: ProcessInfo.processInfo.environment,
                accountsAreSignedIn: accountsAreSignedIn
            )
        } catch {
            throw refused(error)
        }
    }

    /// The file's text, not read yet.
    static func text(_ path: String) throws(ConfigurationError) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError(
                file: path, line: nil, key: "(file)", rule: "does not exist or cannot be read by this process"
            )
        }
        guard data.count <= maximumBytes, let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError(
                file: path, line: nil, key: "(file)", rule: "must be UTF-8 text of at most 4 MiB")
        }
        return text
    }

    /// Makes a Kafka client: what only several settings together show, such as a certificate file that is missing, comes out
    /// now and is a wrong configuration all the same.
    static func checking<Value>(
        _ path: String, _ kafka: RescindConfiguration.Kafka, _ make: () throws -> Value
    ) throws -> Value {
        do { return try make() } catch let error as KafkaError {
            throw refused(
                ConfigurationError(file: path, line: nil, key: "kafka.settings", rule: withoutValues(error, kafka))
            )
        }
    }

    /// What is paused now. A worker that cannot know it does not start: it might act on what somebody has stopped.
    static func pauses(_ configuration: RescindConfiguration) throws -> [PauseEntry] {
        guard let (file, list) = configuration.pauseFile else { return [] }
        do { return try list.entries(in: try file.text()) } catch { throw refused(error) }
    }

    /// The commands that write the file of pauses need one.
    static func killSwitch(_ path: String, _ configuration: RescindConfiguration) throws -> KillSwitch {
        guard let (file, list) = configuration.pauseFile else {
            let rule = "is required by this command: name the file that workers read"
            throw refused(ConfigurationError(file: path, line: nil, key: "pauses.file", rule: rule))
        }
        return KillSwitch(file: file, scopes: list.scopes)
    }

    /// The role intake needs someone who may speak.
    static func requireWebhookSecrets(_ path: String, _ configuration: RescindConfiguration) throws {
        guard configuration.keyring.isEmpty else { return }
        let rule = "the role intake needs webhookSecretFiles for at least one source"
        throw refused(ConfigurationError(file: path, line: nil, key: "sources", rule: rule))
    }

    /// librdkafka's texts quote values, file names at least.
    static func withoutValues(_ error: KafkaError, _ kafka: RescindConfiguration.Kafka) -> String {
        kafka.connection.settings.values.filter { $0.utf8.count > 3 }.sorted { $0.utf8.count > $1.utf8.count }
            .reduce("\(error)") { $0.replacing($1, with: "…") }
    }

    private static func refused(_ error: ConfigurationError) -> ExitCode {
        StandardError.print("rescind: configuration: \(error)")
        return ExitCode(ConfigurationError.exitStatus)
    }
}
