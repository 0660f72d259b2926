import CommandPipeline
import HTTPService
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
    /// - Throws: ``ConfigurationError`` for the first wrong key.
    package init(
        file: String, text: String, environment: [String: String],
        hostName: () -> String? = ReplicaSlot.machineName
    ) throws(ConfigurationError) {
        var root = try ConfigurationNode(file: file, text: text, environment: environment)
        let folder = SecretFile.folder(of: file)
        let kafka = try Self.kafka(
            root.mapping("kafka"), secrets: folder, hostName: { environment["HOSTNAME"] ?? hostName() }
        )
        let clouds = try Self.clouds(&root)
        let tenants = try Self.tenants(root.mappings("tenants"), secrets: folder)
        guard !tenants.isEmpty else { throw root.error("tenants", "must list at least one tenant") }
        let accounts = try Self.accounts(root.mappings("accounts"), tenants: tenants, folder: folder)
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
        try readIntake(root.mapping("intake"))
        try readGraph(root.mapping("graph"))
        try readManagement(root.mapping("management"))
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

    /// All four clouds unless some are listed.
    private static func clouds(_ root: inout ConfigurationNode) throws(ConfigurationError) -> [NationalCloud] {
        var clouds: [NationalCloud] = []
        for entry in try root.mappings("clouds") {
            var node = entry
            let name = try node.required("name")
            guard let cloud = NationalCloud.named(name) else {
                throw node.error("name", "must be one of \(NationalCloud.builtIn.map(\.name).joined(separator: ", "))")
            }
            if clouds.contains(where: { $0.name == name }) { throw node.error("name", "is listed twice") }
            let graph = try node.text("graph")
            let authority = try node.text("authority")
            try node.finish()
            do {
                clouds.append(
                    try cloud.with(graphRoot: graph ?? cloud.graphRoot, authority: authority ?? cloud.authority)
                )
            } catch { throw node.error(error.field == .graphRoot ? "graph" : "authority", error.description) }
        }
        return clouds.isEmpty ? NationalCloud.builtIn : clouds
    }

    private static func tenants(
        _ nodes: [ConfigurationNode], secrets folder: String
    ) throws(ConfigurationError) -> [Tenant] {
        var tenants: [Tenant] = []
        var names: Set<String> = []
        for entry in nodes {
            var node = entry
            let id = try node.required("id")
            // Entra would take a domain here too, but routing keys are made of the GUID.
            guard UUID(uuidString: id) != nil else { throw node.error("id", "must be a GUID") }
            guard id.lowercased() != TenantProfile.personalAccounts else {
                throw node.error(
                    "id", "is the tenant of all personal accounts: list each person under accounts instead")
            }
            let cloud = try node.required("cloud")
            guard NationalCloud.named(cloud) != nil else {
                throw node.error("cloud", "must be one of \(NationalCloud.builtIn.map(\.name).joined(separator: ", "))")
            }
            let profile = TenantProfile(
                id: id, domains: try node.texts("domains"), cloud: cloud,
                permissionCheck: try node.choice("permissionCheck", default: PermissionCheck.advisory)
            )
            for name in [profile.id] + profile.domains where !names.insert(name).inserted {
                throw node.error("id", "this tenant's id or one of its domains is listed twice")
            }
            tenants.append(Tenant(profile: profile, credential: try credential(&node, tenantID: id, folder: folder)))
            try node.finish()
        }
        return tenants
    }

    private static func credential(
        _ node: inout ConfigurationNode, tenantID: String, folder: String
    ) throws(ConfigurationError) -> ClientSecretCredential {
        let clientID = try node.required("clientId")
        let secret = SecretFile(path: try node.required("clientSecretFile"), relativeTo: folder)
        do { _ = try secret.read() } catch { throw node.error("clientSecretFile", error.rule) }
        do {
            return try ClientSecretCredential(tenantID: tenantID, clientID: clientID) { try secret.read() }
        } catch { throw node.error(error.field == .tenantID ? "id" : "clientId", "must be a GUID") }
    }

    private static func sources(
        _ nodes: [ConfigurationNode], tenants: [TenantProfile], folder: String, secrets: inout [String: [WebhookSecret]]
    ) throws(ConfigurationError) -> [SourcePolicy] {
        var sources: [SourcePolicy] = []
        for entry in nodes {
            var node = entry
            let source = try node.required("source")
            if sources.contains(where: { $0.source == source }) { throw node.error("source", "is listed twice") }
            var allowed: Set<String> = []
            for name in try node.texts("tenants") {
                let lowered = name.lowercased()
                guard let tenant = tenants.first(where: { $0.id == lowered || $0.domains.contains(lowered) }) else {
                    throw node.error(
                        "tenants", "must name tenants listed under tenants, or consumers if there is a personal account"
                    )
                }
                allowed.insert(tenant.id)
            }
            var patterns: [MailboxPattern] = []
            for text in try node.texts("mailboxes") {
                guard let pattern = MailboxPattern(text) else {
                    throw node.error("mailboxes", "entries are \"*\", \"*@domain\" or one mailbox")
                }
                patterns.append(pattern)
            }
            for path in try node.texts("webhookSecretFiles") {
                let secret = try webhookSecret(SecretFile(path: path, relativeTo: folder), node)
                secrets[source, default: []].append(secret)
            }
            guard !allowed.isEmpty else { throw node.error("tenants", "is required: name at least one tenant") }
            guard !patterns.isEmpty else { throw node.error("mailboxes", "is required: \"*\" allows every mailbox") }
            try node.finish()
            sources.append(SourcePolicy(source: source, tenants: allowed, mailboxes: patterns))
        }
        return sources
    }
}
