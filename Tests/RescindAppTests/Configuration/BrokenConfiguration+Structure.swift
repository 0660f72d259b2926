extension BrokenConfiguration {
    /// What is wrong with keys, lists, references between sections, and the document itself.
    static let structures: [BrokenConfiguration] = kafka + clouds + tenants + sources + rules + shapes

    private static let kafka: [BrokenConfiguration] = [
        .init("kafka.bootstrap", .kafka, "kafka:\n  groupId: \(canary) # here"),
        .init("kafka.bootstrap", .kafka, ""),
        .init("kafka.bootstrap", .kafka, "kafka:\n  bootstrap: [\(canary)] # here"),
        .init("kafka.bootstrap", .kafka, "kafka:\n  bootstrap: # here"),
        .init("kafka", .kafka, "kafka: \(canary) # here"),
        .init("kafka", .kafka, "kafka: [\(canary)] # here"),
        .init("kafka", .kafka, "kafka: ~ # here"),
        .init("kafka.topics", .kafka, "kafka:\n  bootstrap: b\n  topics: \(canary) # here"),
        .init("kafka.topics.comands", .kafka, "kafka:\n  bootstrap: b\n  topics:\n    comands: \(canary) # here"),
        .init("kafka.topics.outcomes", .kafka, "kafka:\n  bootstrap: b\n  topics:\n    outcomes: [] # here"),
        .init(
            "kafka.topics.partitions", .kafka, "kafka:\n  bootstrap: b\n  topics:\n    partitions: \(canary) # here"),
        .init("kafka.topics.ledger", .kafka, "kafka:\n  bootstrap: b\n  topics:\n    ledger: [] # here"),
        .init("kafka.topics.deadLetters", .kafka, "kafka:\n  bootstrap: b\n  topics:\n    deadLetters: # here"),
        .init("kafka.groupid", .kafka, "kafka:\n  bootstrap: b\n  groupid: \(canary) # here"),
        .init("kafka.settings", .kafka, "kafka:\n  bootstrap: b\n  settings: \(canary) # here"),
        .init(
            "kafka.plainOffsetCommits", .kafka,
            "kafka:\n  bootstrap: 127.0.0.1:9092,\(canary).example:9092\n  plainOffsetCommits: true # here"
        ),
        .init(
            "kafka.settings.sasl.password", .kafka,
            "kafka:\n  bootstrap: b\n  settings:\n    sasl.password: [\(canary)] # here"
        ),
        .init(
            "kafka.settings.sasl.password", .kafka, "kafka:\n  bootstrap: b\n  settings:\n    sasl.password: # here"
        ),
        .init(
            "kafka.settings", .kafka,
            "kafka:\n  bootstrap: b\n  settings: # here\n    security.protocol: \(canary)"
        ),
        .init("kafka.settings", .kafka, "kafka:\n  bootstrap: b\n  settings: # here\n    no.such: \(canary)"),
        .init("kafka.settings", .kafka, "kafka:\n  bootstrap: b\n  settings: # here\n    group.id: \(canary)"),
        .init("kafka.settings", .kafka, "kafka:\n  bootstrap: b\n  settings: # here\n    acks: \"1\""),
        .init(
            "kafka.settings", .kafka,
            "kafka:\n  bootstrap: b\n  settings: # here\n    plugin.library.paths: \(canary)"
        ),
    ]

    private static let clouds: [BrokenConfiguration] = [
        .init("clouds", .clouds, "clouds: \(canary) # here"),
        .init("clouds", .clouds, "clouds: { name: \(canary) } # here"),
        .init("clouds[0]", .clouds, "clouds:\n  - \(canary) # here"),
        .init("clouds[0].name", .clouds, "clouds:\n  - name: \(canary) # here"),
        .init("clouds[0].name", .clouds, "clouds:\n  - name: Global # here"),
        .init("clouds[1].name", .clouds, "clouds:\n  - name: global\n  - graph: https://\(canary).example # here"),
        .init("clouds[0].tenant", .clouds, "clouds:\n  - name: global\n    tenant: \(canary) # here"),
        .init("clouds[0].graph", .clouds, "clouds:\n  - name: global\n    graph: \(canary) # here"),
        .init("clouds[0].graph", .clouds, "clouds:\n  - name: global\n    graph: http://\(canary).example # here"),
        .init(
            "clouds[0].graph", .clouds, "clouds:\n  - name: global\n    graph: https://\(canary).example/v1.0 # here"
        ),
        .init(
            "clouds[0].authority", .clouds,
            "clouds:\n  - name: global\n    authority: https://me:\(canary)@login.example # here"
        ),
        .init("clouds[1].name", .clouds, "clouds:\n  - name: global\n  - name: global # here"),
    ]

    private static func tenant(_ replaced: String, _ line: String) -> String {
        let lines = [
            ("id", "id: 10000000-0000-4000-8000-000000000001"), ("domains", "domains: [aurora.example]"),
            ("cloud", "cloud: global"), ("clientId", "clientId: c0000000-0000-4000-8000-000000000001"),
            ("clientSecretFile", "clientSecretFile: lab/secrets/global"), ("", ""),
        ]
        let kept = lines.compactMap { name, text in name == replaced ? (line.isEmpty ? nil : line) : text }
        return "tenants:\n  - permissionCheck: advisory\(line.isEmpty ? " # here" : "")\n"
            + kept.map { "    \($0)" }.joined(separator: "\n")
    }

    private static let tenants: [BrokenConfiguration] = [
        .init("tenants", .tenants, ""),
        .init("tenants", .tenants, "tenants: [] # here"),
        .init("tenants", .tenants, "tenants: \(canary) # here"),
        .init("tenants[0]", .tenants, "tenants:\n  - \(canary) # here"),
        .init("tenants[0].id", .tenants, tenant("id", "")),
        .init("tenants[0].id", .tenants, tenant("id", "id: \(canary) # here")),
        .init("tenants[0].id", .tenants, tenant("id", "id: common # here")),
        .init("tenants[0].id", .tenants, tenant("id", "id: \(canary).example # here")),
        .init("tenants[0].cloud", .tenants, tenant("cloud", "")),
        .init("tenants[0].cloud", .tenants, tenant("cloud", "cloud: \(canary) # here")),
        .init("tenants[0].clientId", .tenants, tenant("clientId", "")),
        .init("tenants[0].clientId", .tenants, tenant("clientId", "clientId: \(canary) # here")),
        .init("tenants[0].clientSecretFile", .tenants, tenant("clientSecretFile", "")),
        .init(
            "tenants[0].clientSecretFile", .tenants, tenant("clientSecretFile", "clientSecretFile: \(canary) # here")
        ),
        .init(
            "tenants[0].clientSecretFile", .tenants, tenant("clientSecretFile", "clientSecretFile: lab/secrets # here")
        ),
        .init("tenants[0].clientSecret", .tenants, tenant("", "clientSecret: \(canary) # here")),
        .init("tenants[0].permissioncheck", .tenants, tenant("", "permissioncheck: \(canary) # here")),
        .init("tenants[0].domains", .tenants, tenant("domains", "domains: \(canary) # here")),
        .init("tenants[0].domains[1]", .tenants, tenant("domains", "domains: [a.example, [\(canary)]] # here")),
        .init("tenants[0].domains[0]", .tenants, tenant("domains", "domains: [~] # here")),
        .init("tenants[0].id", .tenants, tenant("domains", "domains: [a.example, A.example]")),
    ]

    private static let sources: [BrokenConfiguration] = [
        .init("sources", .sources, ""),
        .init("sources", .sources, "sources: [] # here"),
        .init("sources", .sources, "sources: \(canary) # here"),
        .init("sources[0]", .sources, "sources: [\(canary)] # here"),
        .init("sources[0].source", .sources, "sources:\n  - tenants: [aurora.example] # here\n    mailboxes: [\"*\"]"),
        .init(
            "sources[0].tenants", .sources,
            "sources:\n  - source: /a\n    tenants: [\(canary)] # here\n    mailboxes: [\"*\"]"
        ),
        .init("sources[0].tenants", .sources, "sources:\n  - source: /a # here\n    mailboxes: [\"*\"]"),
        .init(
            "sources[0].tenants", .sources, "sources:\n  - source: /a\n    tenants: [] # here\n    mailboxes: [\"*\"]"
        ),
        .init(
            "sources[0].mailboxes", .sources,
            "sources:\n  - source: /a\n    tenants: [aurora.example]\n    mailboxes: [\"\(canary)*\"] # here"
        ),
        .init(
            "sources[0].mailboxes", .sources, "sources:\n  - source: /a # here\n    tenants: [aurora.example]"
        ),
        .init(
            "sources[0].mailboxes[1]", .sources,
            "sources:\n  - source: /a\n    tenants: [aurora.example]\n    mailboxes:\n      - \"*\"\n      - \"\" # here"
        ),
        .init(
            "sources[0].mailbox", .sources,
            "sources:\n  - source: /a\n    tenants: [aurora.example]\n    mailboxes: [\"*\"]\n    mailbox: \(canary) # here"
        ),
        .init(
            "sources[1].source", .sources,
            "sources:\n  - { source: /a, tenants: [aurora.example], mailboxes: [\"*\"] }\n"
                + "  - { source: /a, tenants: [aurora.example], mailboxes: [\"*\"] } # here"
        ),
    ]

    private static func source(_ lines: String...) -> String {
        "sources:\n  - source: /a\n    tenants: [aurora.example]\n    mailboxes: [\"*\"]\n"
            + lines.map { "    \($0)" }.joined(separator: "\n")
    }

    private static let rules: [BrokenConfiguration] = [
        .init("sources[0].enabled", .sources, source("enabled: \(canary) # here")),
        .init("sources[0].dryRunOnly", .sources, source("dryRunOnly: yes # here")),
        .init("sources[0].allow", .sources, source("allow: [\(canary)] # here")),
        .init("sources[0].allow.serie", .sources, source("allow:", "  serie: \(canary) # here")),
        .init("sources[0].allow.series", .sources, source("allow:", "  series: \(canary) # here")),
        .init("sources[0].allow.started", .sources, source("allow:", "  started: 1 # here")),
        .init("sources[0].allow.appointments", .sources, source("allow:", "  appointments: [] # here")),
        .init("sources[0].allow.paths", .sources, source("allow:", "  paths: \(canary) # here")),
        .init("sources[0].allow.paths", .sources, source("allow:", "  paths: [] # here")),
        .init("sources[0].allow.paths", .sources, source("allow:", "  paths: [me, \(canary)] # here")),
        .init("sources[0].allow.paths", .sources, source("allow:", "  paths: [groups/calendars] # here")),
        .init("sources[0].comment", .sources, source("comment: \(canary) # here")),
        .init("sources[0].comment.require", .sources, source("comment:", "  require: \(canary) # here")),
        .init("sources[0].comment.required", .sources, source("comment:", "  required: \(canary) # here")),
        .init("sources[0].comment.maxCharacters", .sources, source("comment:", "  maxCharacters: -1 # here")),
        .init("sources[0].comment.maxCharacters", .sources, source("comment:", "  maxCharacters: 100001 # here")),
        .init(
            "sources[0].comment.maxCharacters", .sources,
            source("comment:", "  required: true", "  maxCharacters: 0 # here")),
        .init("sources[0].perMinute", .sources, source("perMinute: -1 # here")),
        .init("sources[0].perMinute", .sources, source("perMinute: \(canary) # here")),
        .init("sources[0].perDay", .sources, source("perDay: 10000001 # here")),
        .init("sources[0].signature", .sources, source("signature: \(canary) # here")),
        .init("sources[0].signature", .sources, source("signature: required # here")),
        .init("sources[0].webhookSecretFiles", .sources, source("webhookSecretFiles: [lab/secrets/\(canary)] # here")),
        .init(
            "sources[0].mailboxes", .sources,
            "sources:\n  - source: /a\n    tenants: [aurora.example]\n    mailboxes: [\"k\u{0456}m@aurora.example\"] # here"
        ),
        .init(
            "sources[0].mailboxes", .sources,
            "sources:\n  - source: /a\n    tenants: [aurora.example]\n    mailboxes: [\"*@\(canary)\"] # here"),
    ]

    private static let shapes: [BrokenConfiguration] = [
        .init("limit", .limits, "limit: { tries: \(canary) } # here"),
        .init("limits", .limits, "limits: \(canary) # here"),
        .init("limits", .limits, "limits: # here"),
        .init("graph", .graph, "graph: [\(canary)] # here"),
        .init("management", .management, "management: \(canary) # here"),
        .init("management.metrics", .management, "management: { metrics: \(canary) } # here"),
        .init("pauses", .pauses, "pauses: [{ everything: \(canary) }] # here"),
        .init("pauses.path", .pauses, "pauses: { path: \(canary) } # here"),
        .init("graph.proxy", .graph, "graph:\n  proxy: http://u:\(canary)@p.example # here"),
        .init("limits.te?ts?", .limits, "limits:\n  \"te\\nts\\u001b\": \(canary) # here"),
        .init("tries", .limits, "limits:\n  tries: 3 # here\n  tries: \(canary)"),
        .init("limits", .limits, "limits: { tries: 3 } # here\nlimits: { tries: \(canary) }"),
        .init("limits", .limits, "limits:\n  ? [\(canary)] # here\n  : 1"),
        .init("(file)", .limits, "limits: { tries: \"\(canary)"),
        .init("(file)", .limits, "limits:\n\ttries: \(canary) # here"),
        .init("(file)", .limits, "limits:\n  tries: 3\n \(canary): 1 # here"),
        .init("(file)", .limits, "limits: *\(canary) # here"),
        .init("(file)", .limits, "limits: { tries: \u{1} } # here \(canary)"),
        .init("(file)", .management, "--- # here\nkafka: \(canary)"),
    ]
}
