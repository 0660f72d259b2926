import KafkaClient
import Testing

@testable import RescindApp

@Suite("The permissions rescind topics --acls prints")
struct AccessScriptTests {
    private func script(group: String = "rescind", principal: String = "User:w") -> String {
        var kafka = RescindConfiguration.Kafka(connection: KafkaConnection(bootstrapServers: "k1:9092,k2:9092"))
        kafka.groupID = group
        kafka.slot = 7
        return AccessScript(
            rules: AccessRule.all(for: kafka), bootstrapServers: kafka.connection.bootstrapServers,
            principal: principal
        ).text
    }

    private func section(_ title: String) throws -> [Substring] {
        let text = script()
        let section = try #require(text.split(separator: "## ").first { $0.hasPrefix(title) })
        return section.split(separator: "\n").filter { $0.hasPrefix("kafka-acls") }
    }

    @Test("the worker reads, writes, joins its group, and has every slot's transactional id by prefix")
    func worker() throws {
        let added = "kafka-acls --bootstrap-server k1:9092,k2:9092 --add --allow-principal User:w "
        #expect(
            try section("role worker").map { $0.dropFirst(added.count) } == [
                "--operation Read --topic meeting.cancel.commands",
                "--operation Write --topic meeting.cancel.commands",
                "--operation Write --topic meeting.cancel.outcomes",
                "--operation Read --operation Write --topic meeting.cancel.ledger",
                "--operation Write --topic meeting.cancel.dead-letters",
                "--operation Read --group rescind",
                "--operation Write --operation Describe --resource-pattern-type prefixed --transactional-id rescind-",
            ]
        )
    }

    @Test("the intake only writes commands; looking and creating are apart")
    func others() throws {
        #expect(try section("role intake").count == 2)
        #expect(try section("role intake").allSatisfy { !$0.contains("Read") })
        #expect(try section("rescind check").allSatisfy { $0.contains("--operation DescribeConfigs") })
        #expect(try section("rescind topics").allSatisfy { $0.contains("--operation Create ") })
        for title in ["rescind check", "rescind topics"] {
            for topic in ["commands", "outcomes", "ledger", "dead-letters"] {
                #expect(try section(title).contains { $0.contains("--topic meeting.cancel.\(topic)") })
            }
        }
    }

    @Test("who looks after dead letters reads and marks them, writes commands, and joins no group")
    func letters() throws {
        let added = "kafka-acls --bootstrap-server k1:9092,k2:9092 --add --allow-principal User:w "
        #expect(
            try section("rescind dead-letters").map { $0.dropFirst(added.count) } == [
                "--operation Read --operation Write --topic meeting.cancel.dead-letters",
                "--operation Write --topic meeting.cancel.commands", "--operation Describe --group rescind",
            ]
        )
    }

    @Test("names a shell would take apart are quoted")
    func quoted() {
        let text = script(group: "it's; rm -rf $HOME", principal: "User:CN=w,O=Example Ltd")
        #expect(text.contains("--group 'it'\\''s; rm -rf $HOME'"))
        #expect(text.contains("--allow-principal 'User:CN=w,O=Example Ltd'"))
    }
}
