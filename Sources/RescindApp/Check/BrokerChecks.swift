import KafkaClient

/// Judges what a cluster says of itself.
enum BrokerChecks {
    static func librdkafka(version: String, hasKnownHangs: Bool) -> CheckResult {
        guard hasKnownHangs else { return CheckResult("librdkafka", .ok, found: version) }
        return CheckResult(
            "librdkafka", .warning, found: "\(version), with known hangs (#4724, #4800)", expected: "2.6.1 or newer",
            remedy: "put a newer library under the same binary"
        )
    }

    static func token(_ failure: KafkaTokenFailure?) -> CheckResult {
        guard let failure else { return CheckResult("kafka.oauth token", .ok, found: "issued") }
        return CheckResult(
            "kafka.oauth token", .failed, found: failure.reason, expected: "a token",
            remedy: "correct tokenEndpoint, clientId, scope or the secret's file, or open the way to the endpoint"
        )
    }

    static func cluster(_ cluster: ClusterDescription) -> CheckResult {
        let name = cluster.clusterID.map { ", cluster \($0)" } ?? ""
        return CheckResult("kafka brokers", .ok, found: "brokers: \(cluster.brokers.count)\(name)")
    }

    /// - Parameter reason: `error` as it may be shown.
    static func unreachable(_ error: KafkaError, reason: String) -> CheckResult {
        CheckResult(
            "kafka brokers", .failed, found: reason, expected: "a broker of kafka.bootstrap answers",
            remedy: remedy(error)
        )
    }

    /// For what cannot be asked without a broker.
    static func unasked(_ check: String) -> CheckResult {
        CheckResult(check, .notVerified, found: "no broker to ask", remedy: "see kafka brokers")
    }

    private static func remedy(_ error: KafkaError) -> String {
        switch error.code {
        case "_AUTHENTICATION", "SASL_AUTHENTICATION_FAILED":
            "correct sasl.mechanism, user and password's file, or kafka.oauth (docs/kafka-security.md)"
        case "_SSL": "correct ssl.ca.location, or the name the broker advertises (docs/kafka-security.md)"
        case "_RESOLVE": "correct the host names in kafka.bootstrap, or this machine's DNS"
        case ClientFault.settingInvalid.rawValue, ClientFault.settingUnknown.rawValue,
            ClientFault.tokenProviderMissing.rawValue:
            "correct kafka.settings (docs/kafka-security.md)"
        default:
            "start the brokers, correct kafka.bootstrap, open the way there, or set security.protocol as they want it"
        }
    }

    static func transactions(_ answer: BrokerAnswer<Void>, idPrefix: String) -> CheckResult {
        let check = "kafka transactions"
        switch answer {
        case .answered: return CheckResult(check, .ok, found: "a producer id was given")
        case .notVerified(let error):
            return CheckResult(
                check, .notVerified, found: "\(error)", expected: "a producer id",
                remedy: "look at the transaction coordinator, then check again"
            )
        case .refused(let error):
            return CheckResult(
                check, .failed, found: "\(error)", expected: "a producer id",
                remedy: error.isAuthorization
                    ? "allow Write and Describe on transactional ids that begin with \(idPrefix) (rescind topics --acls)"
                    : "use Kafka 2.5 or newer, with transactions"
            )
        }
    }
}
