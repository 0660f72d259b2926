import CommandContract
import MeetingCancellation
import MicrosoftGraph

extension RescindConfiguration {
    /// What each source may cancel, and the secrets that prove it to be the source.
    static func sources(
        _ nodes: [ConfigurationNode], tenants: [TenantProfile], folder: String, secrets: inout [String: [WebhookSecret]]
    ) throws(ConfigurationError) -> [SourcePolicy] {
        var sources: [SourcePolicy] = []
        for entry in nodes {
            var node = entry
            let source = try node.required("source")
            if sources.contains(where: { $0.source == source }) { throw node.error("source", "is listed twice") }
            var policy = SourcePolicy(
                source: source, tenants: try allowedTenants(&node, tenants), mailboxes: try patterns(&node)
            )
            policy.isEnabled = try node.flag("enabled", default: policy.isEnabled)
            policy.isDryRunOnly = try node.flag("dryRunOnly", default: policy.isDryRunOnly)
            try allow(node.mapping("allow"), &policy)
            try comment(node.mapping("comment"), &policy)
            policy.caps.perMinute = try cap("perMinute", &node)
            policy.caps.perDay = try cap("perDay", &node)
            policy.hold = try node.duration("hold", in: .zero...longestHold, default: policy.hold)
            for path in try node.texts("webhookSecretFiles") {
                let secret = try webhookSecret(SecretFile(path: path, relativeTo: folder), node)
                secrets[source, default: []].append(secret)
            }
            policy.mustSign = try node.choice("signature", default: SignatureRule.optional) == .required
            guard !policy.mustSign || secrets[source] != nil else {
                throw node.error("signature", "required needs webhookSecretFiles: without a secret nobody could sign")
            }
            try node.finish()
            sources.append(policy)
        }
        return sources
    }

    /// A source's commands may be held for a day; a single one for longer, by its `notBefore`.
    private static let longestHold: Duration = .seconds(86_400)

    private enum SignatureRule: String, CaseIterable { case optional, required }

    private static func allowedTenants(
        _ node: inout ConfigurationNode, _ tenants: [TenantProfile]
    ) throws(ConfigurationError) -> Set<String> {
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
        guard !allowed.isEmpty else { throw node.error("tenants", "is required: name at least one tenant") }
        return allowed
    }

    private static func patterns(_ node: inout ConfigurationNode) throws(ConfigurationError) -> [MailboxPattern] {
        var patterns: [MailboxPattern] = []
        for text in try node.texts("mailboxes") {
            guard let pattern = MailboxPattern(text) else {
                throw node.error(
                    "mailboxes",
                    "entries are \"*\", \"*@domain\", an object id or a user principal name, in ASCII letters only"
                )
            }
            patterns.append(pattern)
        }
        guard !patterns.isEmpty else { throw node.error("mailboxes", "is required: \"*\" allows every mailbox") }
        return patterns
    }

    private static func allow(
        _ mapping: ConfigurationNode, _ policy: inout SourcePolicy
    ) throws(ConfigurationError) {
        var node = mapping
        if node.has("paths") {
            policy.paths = []
            for name in try node.texts("paths") {
                guard let forms = PathForm.named(name) else {
                    let names = PathForm.allCases.map(\.rawValue).joined(separator: ", ")
                    throw node.error("paths", "entries are me, users, groups, or one of \(names)")
                }
                policy.paths.formUnion(forms)
            }
            guard !policy.paths.isEmpty else {
                throw node.error("paths", "must not be empty; leave it out to allow every path, or set enabled: false")
            }
        }
        policy.allowsSeries = try node.flag("series", default: policy.allowsSeries)
        policy.allowsStarted = try node.flag("started", default: policy.allowsStarted)
        policy.allowsAppointments = try node.flag("appointments", default: policy.allowsAppointments)
        try node.finish()
    }

    private static func comment(
        _ mapping: ConfigurationNode, _ policy: inout SourcePolicy
    ) throws(ConfigurationError) {
        var node = mapping
        policy.needsComment = try node.flag("required", default: policy.needsComment)
        if node.has("maxCharacters") {
            policy.commentCharacters = try node.integer("maxCharacters", in: 0...100_000, default: 0)
        }
        if policy.needsComment, policy.commentCharacters == 0 {
            throw node.error("maxCharacters", "must not be 0 beside required: no command could pass")
        }
        try node.finish()
    }

    /// 0 is no cap.
    private static func cap(_ key: String, _ node: inout ConfigurationNode) throws(ConfigurationError) -> Int? {
        let cap = try node.integer(key, in: 0...10_000_000, default: 0)
        return cap == 0 ? nil : cap
    }

    private static func webhookSecret(
        _ file: SecretFile, _ node: ConfigurationNode
    ) throws(ConfigurationError) -> WebhookSecret {
        let text: Secret
        do { text = try file.read() } catch { throw node.error("webhookSecretFiles", error.rule) }
        do { return try WebhookSecret(text.reveal()) } catch {
            throw node.error("webhookSecretFiles", "must name files with whsec_ and the base64 of 24 to 64 bytes")
        }
    }
}
