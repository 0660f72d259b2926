import KafkaClient
import Testing

@testable import RescindApp

@Suite("What a cluster says of itself")
struct BrokerChecksTests {
    @Test(
        "why no broker answers decides what to do",
        arguments: [
            ("_AUTHENTICATION", "password"), ("_SSL", "ssl.ca.location"), ("_RESOLVE", "host names"),
            ("_TRANSPORT", "kafka.bootstrap"), ("settingInvalid", "kafka.settings"),
            ("tokenProviderMissing", "kafka.settings"),
        ]
    )
    func unreachable(code: String, remedy: String) {
        let result = BrokerChecks.unreachable(KafkaError(code: code, reason: "r"), reason: "shown")
        #expect(result.state == .failed)
        #expect(result.found == "shown")
        #expect(result.remedy.contains(remedy))
    }

    @Test("transactions that are refused fail by their cause, those nobody answers for are not verified")
    func transactions() {
        let denied = KafkaError(code: "TRANSACTIONAL_ID_AUTHORIZATION_FAILED", number: 53, reason: "r")
        let old = KafkaError(code: "_UNSUPPORTED_FEATURE", number: -165, reason: "r")
        let refused = BrokerChecks.transactions(.refused(denied), idPrefix: "rescind-")
        #expect(refused.state == .failed)
        #expect(refused.remedy.contains("begin with rescind-"))
        #expect(BrokerChecks.transactions(.refused(old), idPrefix: "p-").remedy.contains("Kafka 2.5"))
        #expect(BrokerChecks.transactions(.notVerified(old), idPrefix: "p-").state == .notVerified)
        #expect(BrokerChecks.transactions(.answered(()), idPrefix: "p-").state == .ok)
    }

    @Test("an old librdkafka is a warning")
    func librdkafka() {
        #expect(BrokerChecks.librdkafka(version: "2.0.2", hasKnownHangs: true).state == .warning)
        #expect(BrokerChecks.librdkafka(version: "2.12.0", hasKnownHangs: false).state == .ok)
    }
}
