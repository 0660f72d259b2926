import CommandContract
import CommandPipeline
import KafkaClient
import MeetingCancellation
import MicrosoftGraph

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension RescindConfiguration {
    /// Reads the configuration file's text.
    /// - Parameters:
    ///   - file: its name, for errors; secret files are found relative to its folder.
    ///   - environment: overrides scalars outside of lists, `kafka.groupId` by `RESCIND_KAFKA_GROUP_ID`.
    ///   - hostName: of this machine, for a slot that follows it where the environment has no `HOSTNAME`.
    ///   - accountsAreSignedIn: false for whoever is to sign them in.
    /// - Throws: ``ConfigurationError`` for the first wrong key.
    package init(
        file: String, text: String, environment: [String: String],
        hostName: () -> String? = ReplicaSlot.machineName, accountsAreSignedIn: Bool = true
    ) throws(ConfigurationError) {
        var root = try ConfigurationNode(file: file, text: text, environment: environment)
        let folder = SecretFile.folder(of: file)
        let kafka = try Self.kafka(
            root.mapping("kafka"), secrets: folder, hostName: { environment["HOSTNAME"] ?? hostName() }
        )
        let clouds = try Self.clouds(&root)
        let tenants = try Self.tenants(
            root.mappings("tenants"), clouds: clouds, files: folder, environment: environment
        )
        guard !tenants.isEmpty else { throw root.error("tenants", "must list at least one tenant") }
        let accounts = try Self.accounts(
            root.mappings("accounts"), tenants: tenants, folder: folder, areSignedIn: accountsAreSignedIn
        )
        var secrets: [String: [WebhookSecret]] = [:]
        let sources = try Self.sources(
            root.mappings("sources"), tenants: Self.profiles(tenants, accounts), folder: folder, secrets: &secrets
        )
        guard !sources.isEmpty else {
            throw root.error("sources", "must list at least one source: all others are denied")
        }
        self.init(kafka: kafka, clouds: clouds, tenants: tenants, sources: sources)
        self.accounts = accounts
        do { keyring = try WebhookKeyring(secrets) } catch { throw root.error("sources", error.description) }
        try readLimits(root.mapping("limits"))
        // Every command of it would be refused, as if its sender had asked for that.
        guard sources.allSatisfy({ $0.hold <= limits.longestHold }) else {
            throw root.error("limits.longestHold", "must not be shorter than the hold of a source")
        }
        try readIntake(root.mapping("intake"))
        try readGraph(root.mapping("graph"))
        try readManagement(root.mapping("management"))
        try readPauses(root.mapping("pauses"), folder: folder)
        try root.finish()
    }

    private static func kafka(
        _ node: ConfigurationNode, secrets folder: String, hostName: () -> String?
    ) throws(ConfigurationError) -> Kafka {
        var node = node
        var kafka = Kafka(connection: KafkaConnection(bootstrapServers: try node.required("bootstrap")))
        kafka.connection.settings = try node.pairs("settings")
        for (name, path) in try node.pairs("settingFiles") {
            guard kafka.connection.settings[name] == nil else {
                throw node.error("settingFiles", "must not name a setting that stands under settings too")
            }
            let secret = SecretFile(path: path, relativeTo: folder)
            do { kafka.connection.settings[name] = try secret.read().reveal() } catch {
                throw node.error("settingFiles", error.rule)
            }
        }
        kafka.connection.tokenProvider = try tokens(&node, for: kafka.connection, secrets: folder)
        kafka.groupID = try node.text("groupId") ?? kafka.groupID
        if let text = try node.text("slot") {
            do throws(ReplicaSlot.Fault) { kafka.slot = try ReplicaSlot.number(text, hostName: hostName) } catch {
                throw node.error("slot", error.rule)
            }
        }
        kafka.plainOffsetCommits = try node.flag("plainOffsetCommits", default: false)
        // On a real broker a crash between two of its commits takes an outcome, or carries a command out once more.
        guard !kafka.plainOffsetCommits || Loopback.isOnly(in: kafka.connection.bootstrapServers) else {
            throw node.error(
                "plainOffsetCommits",
                "is for librdkafka's mock cluster on this machine alone (kafka.bootstrap names others): remove it, or what belongs "
                    + "together is not committed together"
            )
        }
        var topics = try node.mapping("topics")
        kafka.commands = try topics.text("commands") ?? kafka.commands
        kafka.outcomes = try topics.text("outcomes") ?? kafka.outcomes
        kafka.ledger = try topics.text("ledger") ?? kafka.ledger
        kafka.deadLetters = try topics.text("deadLetters") ?? kafka.deadLetters
        kafka.partitions = try topics.integer("partitions", in: 0...100_000, default: kafka.partitions)
        try topics.finish()
        try node.finish()
        do { try kafka.connection.check() } catch { throw node.error("settings", error.reason) }
        return kafka
    }
}
