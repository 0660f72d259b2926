import CommandPipeline
import KafkaClient
import MeetingCancellation
import MicrosoftGraph

/// What a configuration that loads may still have wrong: combinations of keys that each are allowed.
struct ConfigurationChecks {
    let configuration: RescindConfiguration
    let inventory: SecretInventory

    var results: [CheckResult] {
        [transport, certificates, inlineSecrets, offsets, messageSize, addresses, servedClouds, visibility, backoff]
    }

    private var kafka: RescindConfiguration.Kafka { configuration.kafka }

    private func setting(_ names: String...) -> String? {
        names.lazy.compactMap { kafka.connection.settings[$0]?.lowercased() }.first
    }

    private var isLocalKafka: Bool { Loopback.isOnly(in: kafka.connection.bootstrapServers) }

    // MARK: Kafka

    private var transport: CheckResult {
        let check = "kafka security.protocol"
        let found = setting("security.protocol") ?? "plaintext"
        let isEncrypted = found == "ssl" || found == "sasl_ssl"
        guard !isEncrypted, !isLocalKafka else {
            return CheckResult(check, .ok, found: isEncrypted ? "encrypted" : "unencrypted, on this machine only")
        }
        let what = found == "sasl_plaintext" ? "commands, comments and credentials" : "commands and comments"
        return CheckResult(
            check, .warning, found: "\(what) travel readable, and nobody proves that the broker is yours",
            expected: "SSL or SASL_SSL", remedy: "see docs/kafka-security.md"
        )
    }

    private var certificates: CheckResult {
        let check = "kafka certificate checks"
        let off =
            [
                setting("enable.ssl.certificate.verification") == "false" ? "enable.ssl.certificate.verification" : nil,
                setting("ssl.endpoint.identification.algorithm") == "none"
                    ? "ssl.endpoint.identification.algorithm" : nil,
            ].compactMap(\.self)
        guard !off.isEmpty else { return CheckResult(check, .ok, found: "not switched off") }
        return CheckResult(
            check, .warning, found: "switched off by \(off.joined(separator: " and "))", expected: "on",
            remedy: "name the broker's authority in ssl.ca.location and remove the setting"
        )
    }

    private var inlineSecrets: CheckResult {
        let check = "secrets in the file"
        guard !inventory.inline.isEmpty else { return CheckResult(check, .ok, found: "none") }
        return CheckResult(
            check, .warning, found: inventory.inline.joined(separator: ", "), expected: "secrets in files of their own",
            remedy: "move each to kafka.settingFiles, and change what has been in the file"
        )
    }

    private var offsets: CheckResult {
        let check = "kafka.plainOffsetCommits"
        guard kafka.plainOffsetCommits else { return CheckResult(check, .ok, found: "false") }
        return CheckResult(
            check, .warning, found: "true", expected: "false",
            remedy:
                "remove the key, unless this is librdkafka's mock cluster: elsewhere outcomes may be lost or doubled"
        )
    }

    private var messageSize: CheckResult {
        let check = "kafka message.max.bytes"
        let least = configuration.limits.deadLetterBytes
        guard let text = setting("message.max.bytes"), let size = Int(text), size < least else {
            return CheckResult(check, .ok, found: "holds every dead letter")
        }
        return CheckResult(
            check, .failed, found: "\(size)", expected: "\(least) or more: limits.commandBytes + 64 KiB",
            remedy: "remove the setting, or lower limits.commandBytes"
        )
    }

    // MARK: Microsoft's clouds

    private var addresses: CheckResult {
        let check = "clouds addresses"
        let own = configuration.clouds.values.filter { $0 != NationalCloud.named($0.name) }.map(\.name).sorted()
        guard !own.isEmpty else { return CheckResult(check, .ok, found: "Microsoft's own") }
        return CheckResult(
            check, .warning, found: "given for \(own.joined(separator: ", "))", expected: "Microsoft's own",
            remedy: "remove graph and authority, unless this is a simulator: tokens and mailboxes go to that host"
        )
    }

    private var servedClouds: CheckResult {
        let check = "clouds of the tenants"
        let unserved = configuration.tenants.indices.filter {
            configuration.clouds[configuration.tenants[$0].profile.cloud] == nil
        }
        guard !unserved.isEmpty else { return CheckResult(check, .ok, found: "all served") }
        return CheckResult(
            check, .warning, found: unserved.map { "tenants[\($0)]" }.joined(separator: ", ") + " not served",
            expected: "each tenant's cloud listed",
            remedy: "add the cloud to clouds, or remove the tenant: its commands are refused (cloudNotServed)"
        )
    }

    // MARK: Waits

    /// With less, a meeting that Graph does not show as cancelled yet is cancelled, and mailed about, again.
    private static let leastVisibility: Duration = .seconds(30)

    private var visibility: CheckResult {
        let check = "limits visibilityAllowance"
        let found = configuration.limits.attempt.visibilityAllowance
        let text = ConfigurationDuration.text(found)
        let isReal = configuration.clouds.values.contains { $0 == NationalCloud.named($0.name) }
        guard isReal, found < Self.leastVisibility else { return CheckResult(check, .ok, found: text) }
        return CheckResult(
            check, .warning, found: text, expected: "30s or more (default 60s)",
            remedy: "raise it: Graph may show a cancelled meeting for a while, and would be asked a second time"
        )
    }

    private var backoff: CheckResult {
        let check = "limits backoffCap"
        let attempt = configuration.limits.attempt
        let text = ConfigurationDuration.text(attempt.backoffCap)
        guard attempt.backoffCap < attempt.backoffBase else { return CheckResult(check, .ok, found: text) }
        return CheckResult(
            check, .warning, found: "\(text), below backoffBase", expected: "backoffBase or more",
            remedy: "raise it: every wait is cut to it"
        )
    }
}
