import CommandContract
import KafkaClient
import MicrosoftGraph

/// Reads the configuration, asks the files and servers it names, and hands what they say to the tables that judge it.
package struct CheckRun: Sendable {
    private let file: String
    private let environment: [String: String]
    private let isOffline: Bool
    private let timeout: Duration

    /// - Parameters:
    ///   - environment: overrides keys as for `rescind run`.
    ///   - timeout: for each question to a server.
    package init(file: String, environment: [String: String], isOffline: Bool, timeout: Duration) {
        self.file = file
        self.environment = environment
        self.isOffline = isOffline
        self.timeout = timeout
    }

    package func report() async -> CheckReport {
        do throws(ConfigurationError) {
            let text = try ConfigurationFile.text(file)
            return await report(text)
        } catch {
            return CheckReport(results: [Self.refused(error)], configurationIsUsable: false)
        }
    }

    private func report(_ text: String) async -> CheckReport {
        let inventory = SecretInventory(text: text, environment: environment)
        let secrets = secrets(inventory)
        let configuration: RescindConfiguration
        do throws(ConfigurationError) {
            configuration = try RescindConfiguration(file: file, text: text, environment: environment)
        } catch {
            return CheckReport(results: [Self.refused(error)] + secrets, configurationIsUsable: false)
        }
        let library = BrokerChecks.librdkafka(
            version: LibrdkafkaVersion.text, hasKnownHangs: LibrdkafkaVersion.hasKnownHangs
        )
        let settings = await SettingsTrial.result(configuration.kafka)
        let combinations = ConfigurationChecks(configuration: configuration, inventory: inventory).results
        let local =
            [Self.accepted(configuration)] + secrets + [library, settings] + combinations
            + [PauseChecks(configuration: configuration).result] + Self.credentials(configuration)
        guard !isOffline else { return CheckReport(results: local, configurationIsUsable: true) }
        let remote = await NetworkChecks(configuration: configuration, timeout: timeout).results()
        return CheckReport(results: local + remote, configurationIsUsable: true)
    }

    private func secrets(_ inventory: SecretInventory) -> [CheckResult] {
        let folder = SecretFile.folder(of: file)
        return inventory.files.map { entry in
            let secret = SecretFile(path: entry.path, relativeTo: entry.isOpenedByLibrdkafka ? "." : folder)
            let access = FileAccess.of(secret.path)
            guard !entry.isOpenedByLibrdkafka else {
                let fault: SecretFile.Fault? = access?.isReadable == true ? nil : .unreadable
                return SecretChecks.result(key: entry.key, fault: fault, access: access)
            }
            do throws(SecretFile.Fault) {
                _ = try secret.read()
                return SecretChecks.result(key: entry.key, fault: nil, access: access)
            } catch {
                return SecretChecks.result(key: entry.key, fault: error, access: access)
            }
        }
    }

    private static func credentials(_ configuration: RescindConfiguration) -> [CheckResult] {
        configuration.tenants.enumerated().map { index, tenant in
            let certificate = (try? tenant.credential.notValidAfter()) ?? nil
            let end = tenant.secretExpires ?? certificate.map { Timestamp($0) }
            return CredentialChecks(key: "tenants[\(index)]", now: SystemClock().now)
                .result(tenant.credential.kind, end: end)
        }
    }

    private static func accepted(_ configuration: RescindConfiguration) -> CheckResult {
        let counts = "tenants: \(configuration.tenants.count), sources: \(configuration.sources.count)"
        return CheckResult("configuration", .ok, found: counts)
    }

    private static func refused(_ error: ConfigurationError) -> CheckResult {
        let isWholeFile = error.key == "(file)"
        return CheckResult(
            "configuration", .failed, found: "\(error)", expected: "known keys, valid values",
            remedy: "correct \(isWholeFile ? "the file" : error.key); config/rescind.example.yaml shows every key"
        )
    }
}
