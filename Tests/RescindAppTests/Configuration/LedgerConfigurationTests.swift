import CommandPipeline
import MeetingCancellation
import Testing

@testable import RescindApp

@Suite("The ledger's configuration, and the slot")
struct LedgerConfigurationTests {
    private func load(
        _ environment: [String: String], hostName: () -> String? = { nil }
    ) throws -> RescindConfiguration {
        try RescindConfiguration(
            file: Repository.file("config/test.yaml"), text: ConfigurationText().text, environment: environment,
            hostName: hostName
        )
    }

    @Test("each limit is read into its place")
    func limits() throws {
        let configuration = try load([
            "RESCIND_KAFKA_TOPICS_LEDGER": "memory", "RESCIND_LIMITS_IDEMPOTENCY_WINDOW": "90d",
            "RESCIND_LIMITS_SETTLED_COMMANDS": "1001", "RESCIND_LIMITS_OPEN_COMMANDS": "1002",
            "RESCIND_LIMITS_OPEN_BYTES": "1048577", "RESCIND_LIMITS_RESTORE_ALARM": "61s",
            "RESCIND_LIMITS_REQUEST_LEASE": "11s",
        ])
        #expect(configuration.kafka.ledger == "memory")
        #expect(configuration.limits.idempotencyWindow == .seconds(90 * 86_400))
        #expect(configuration.limits.settledCommands == 1001)
        #expect(configuration.limits.openCommands == 1002)
        #expect(configuration.limits.openBytes == 1_048_577)
        #expect(configuration.limits.restoreAlarm == .seconds(61))
        #expect(configuration.limits.attempt.requestLease == .seconds(11))
        #expect(try load([:]).limits.attempt.requestBound == .seconds(30))
    }

    @Test(
        "the window is never shorter than the deadline, and the error names the window",
        arguments: [
            ("8d", nil, false), ("7d", nil, true), (nil, "23h", false), (nil, "24h", true), ("2h", "1h", false),
        ]
            as [(String?, String?, Bool)]
    )
    func window(deadline: String?, window: String?, isSound: Bool) throws {
        var environment: [String: String] = [:]
        environment["RESCIND_LIMITS_DEFAULT_DEADLINE"] = deadline
        environment["RESCIND_LIMITS_IDEMPOTENCY_WINDOW"] = window
        guard !isSound else {
            _ = try load(environment)
            return
        }
        let error = try #require(throws: ConfigurationError.self) { try load(environment) }
        #expect(error.key.lowercased().replacing("_", with: "").hasSuffix("idempotencywindow"))
        #expect(error.rule.contains("defaultDeadline"))
    }

    @Test("a source's hold is never longer than a command may be held", arguments: [("10m", true), ("9m", false)])
    func hold(longest: String, isSound: Bool) throws {
        var text = ConfigurationText()
        text[.sources] += "\n    hold: 10m"
        func load() throws -> RescindConfiguration {
            try RescindConfiguration(
                file: Repository.file("config/test.yaml"), text: text.text,
                environment: ["RESCIND_LIMITS_LONGEST_HOLD": longest])
        }
        guard !isSound else {
            #expect(try load().sources.first?.hold == .seconds(600))
            return
        }
        #expect(try #require(throws: ConfigurationError.self) { try load() }.key == "limits.longestHold")
    }

    @Test(
        "a slot of the host name is the number behind its last hyphen",
        arguments: [("rescind-0", 0), ("rescind-12", 12), ("my-worker-7", 7), ("rescind-3.rescind.example", 3)]
    )
    func slot(hostName: String, number: Int) throws {
        let fromEnvironment = try load(["RESCIND_KAFKA_SLOT": "hostname", "HOSTNAME": hostName]) { "other-5" }
        #expect(fromEnvironment.kafka.slot == number)
        #expect(fromEnvironment.kafka.transactionalID == "rescind-\(number)")
        #expect(try load(["RESCIND_KAFKA_SLOT": "hostname"]) { hostName }.kafka.slot == number)
    }

    @Test(
        "a host name without a number is an error that does not tell the name",
        arguments: [
            nil, "", "canary", "canary-", "canary-x1", "canary-1x", "canary-10000", "canary-٣", "canary.example-1",
        ]
    )
    func noSlot(hostName: String?) throws {
        let error = try #require(throws: ConfigurationError.self) {
            try load(["RESCIND_KAFKA_SLOT": "hostname"]) { hostName }
        }
        #expect(error.key == "RESCIND_KAFKA_SLOT")
        #expect(error.rule.contains("StatefulSet"))
        #expect(!"\(error)".contains("canary"))
    }

    @Test("a slot that is a number asks nobody for the host name")
    func numberedSlot() throws {
        let configuration = try load(["RESCIND_KAFKA_SLOT": "4", "HOSTNAME": "rescind-9"]) {
            Issue.record("asked for the host name")
            return nil
        }
        #expect(configuration.kafka.slot == 4)
    }

    @Test("the machine has a name")
    func machineName() { #expect(ReplicaSlot.machineName()?.isEmpty == false) }
}
