/// A configuration file in sections, so that a test can break exactly one of them.
struct ConfigurationText: Sendable {
    enum Section: String, Sendable, CaseIterable {
        case kafka, clouds, tenants, sources, limits, graph, management, pauses
    }

    static let secretFile = "lab/secrets/global"

    private var sections: [Section: String] = [
        .kafka: """
        kafka:
          bootstrap: localhost:9092
        """,
        .clouds: "clouds: [{ name: global }]",
        .tenants: """
        tenants:
          - id: 10000000-0000-4000-8000-000000000001
            domains: [aurora.example]
            cloud: global
            clientId: c0000000-0000-4000-8000-000000000001
            clientSecretFile: lab/secrets/global
        """,
        .sources: """
        sources:
          - source: /lab/scheduler
            tenants: [aurora.example]
            mailboxes: ["*"]
        """,
        .limits: "limits: { tries: 3 }",
        .graph: "graph: { connectTimeout: 5s }",
        .management: "management: { port: 0 }",
        .pauses: "pauses: { reread: 2s }",
    ]

    subscript(section: Section) -> String {
        get { sections[section] ?? "" }
        set { sections[section] = newValue }
    }

    var text: String { Section.allCases.map { self[$0] }.joined(separator: "\n") + "\n" }

    /// Marks the line an error must name; a comment to YAML.
    static let mark = "# here"

    /// Counted from 1; nil when nothing is marked.
    var markedLine: Int? {
        text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(Self.mark) }
            .map { $0 + 1 }
    }
}
