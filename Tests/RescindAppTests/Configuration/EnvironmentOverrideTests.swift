import CommandPipeline
import KafkaClient
import MeetingCancellation
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("Overrides by environment")
struct EnvironmentOverrideTests {
    private func load(_ environment: [String: String]) throws -> RescindConfiguration {
        try RescindConfiguration(
            file: Repository.file("config/test.yaml"), text: ConfigurationText().text, environment: environment
        )
    }

    @Test("a scalar at the second level, in camel case")
    func groupID() throws {
        #expect(try load(["RESCIND_KAFKA_GROUP_ID": "other"]).kafka.groupID == "other")
    }

    @Test("the environment wins over the file")
    func wins() throws {
        let configuration = try load([
            "RESCIND_KAFKA_BOOTSTRAP": "elsewhere:1", "RESCIND_LIMITS_TRIES": "7", "RESCIND_MANAGEMENT_PORT": "1234",
        ])
        #expect(configuration.kafka.connection.bootstrapServers == "elsewhere:1")
        #expect(configuration.limits.attempt.tries == 7)
        #expect(configuration.management.port == 1234)
    }

    @Test("a nested scalar, and one whose section is not in the file")
    func nested() throws {
        let configuration = try load([
            "RESCIND_KAFKA_TOPICS_DEAD_LETTERS": "morgue", "RESCIND_KAFKA_PLAIN_OFFSET_COMMITS": "true",
            "RESCIND_LIMITS_VISIBILITY_ALLOWANCE": "250ms", "RESCIND_GRAPH_REQUEST_TIMEOUT": "44s",
        ])
        #expect(configuration.kafka.deadLetters == "morgue")
        #expect(configuration.kafka.plainOffsetCommits)
        #expect(configuration.limits.attempt.visibilityAllowance == .milliseconds(250))
        #expect(configuration.timeouts.total == .seconds(44))
        #expect(configuration.limits.attempt.requestBound == .seconds(44))
    }

    @Test("a required key may come from the environment alone")
    func requiredKey() throws {
        var text = ConfigurationText()
        text[.kafka] = ""
        let configuration = try RescindConfiguration(
            file: Repository.file("config/test.yaml"), text: text.text,
            environment: ["RESCIND_KAFKA_BOOTSTRAP": "only:9092"]
        )
        #expect(configuration.kafka.connection.bootstrapServers == "only:9092")
    }

    @Test("entries of lists have no variables, and other variables mean nothing")
    func lists() throws {
        let configuration = try load([
            "RESCIND_TENANTS_0_CLOUD": "usGovL4", "RESCIND_TENANTS_CLOUD": "usGovL4", "RESCIND_NAME": "x",
            "RESCIND_SETTINGS": "x", "KAFKA_GROUP_ID": "x",
        ])
        #expect(configuration.tenants[0].profile.cloud == "global")
        #expect(configuration.kafka.groupID == "rescind")
    }

    @Test(
        "a wrong override names the variable, not a line of the file, and never the value",
        arguments: [
            ("RESCIND_LIMITS_TRIES", "canary-5f1e7d"), ("RESCIND_KAFKA_SLOT", "canary-5f1e7d"),
            ("RESCIND_KAFKA_PLAIN_OFFSET_COMMITS", "canary-5f1e7d"), ("RESCIND_LIMITS_DRAIN", "canary-5f1e7d"),
            ("RESCIND_KAFKA_BOOTSTRAP", ""), ("RESCIND_KAFKA_GROUP_ID", ""), ("RESCIND_MANAGEMENT_PORT", ""),
            ("RESCIND_MANAGEMENT_PORT", "tcp://10.0.0.1:8080"),
        ]
    )
    func wrongOverride(variable: String, value: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try load([variable: value]) }
        #expect(error.key == variable)
        #expect(error.line == nil)
        #expect(error.file == "environment")
        #expect(value.isEmpty || !"\(error)".contains(value))
    }

    @Test(
        "how a key becomes a variable",
        arguments: [
            ("kafka.groupId", "RESCIND_KAFKA_GROUP_ID"), ("limits.commandBytes", "RESCIND_LIMITS_COMMAND_BYTES"),
            ("kafka.topics.deadLetters", "RESCIND_KAFKA_TOPICS_DEAD_LETTERS"), ("a", "RESCIND_A"),
        ]
    )
    func names(path: String, variable: String) { #expect(ConfigurationNode.variable(path) == variable) }
}
