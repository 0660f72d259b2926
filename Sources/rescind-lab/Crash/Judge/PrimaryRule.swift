import CommandContract

/// `primary` is true on exactly one outcome of each command.
enum PrimaryRule: CrashRule {
    static let name = "primary"

    static func applies(to facts: CrashFacts) -> Bool { facts.outcomes.contains { $0.primary != nil } }

    static func violations(in facts: CrashFacts) -> [Violation] {
        var primaries: [CommandIdentity: Set<String>] = [:]
        for outcome in facts.outcomes {
            guard let identity = outcome.identity else { continue }
            primaries[identity, default: []].formUnion(outcome.primary == true ? [outcome.id] : [])
        }
        return primaries.filter { $0.value.count != 1 }.map { identity, ids in
            violation("\(ids.count) primary outcomes of \(identity.source) \(identity.id)")
        }.sorted { $0.text < $1.text }
    }
}
