/// The rules as commands of Kafka's own tool, for a person to read and run.
struct AccessScript {
    let rules: [AccessRule]
    let bootstrapServers: String
    /// Such as `User:rescind`.
    let principal: String

    var text: String {
        AccessRule.Purpose.allCases.map { purpose in
            let lines = rules.filter { $0.purpose == purpose }.flatMap { rule in
                ["# \(rule.reason)", command(rule)]
            }
            return (["## \(purpose.rawValue)"] + lines).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private func command(_ rule: AccessRule) -> String {
        let words =
            [
                "kafka-acls", "--bootstrap-server", bootstrapServers, "--add", "--allow-principal", principal,
            ] + rule.operations.flatMap { ["--operation", $0] } + Self.options(rule.resource)
        return words.map(Self.quoted).joined(separator: " ")
    }

    private static func options(_ resource: AccessRule.Resource) -> [String] {
        switch resource {
        case .topics(let names): names.flatMap { ["--topic", $0] }
        case .group(let name): ["--group", name]
        case .transactionalIDs(let prefix):
            ["--resource-pattern-type", "prefixed", "--transactional-id", prefix]
        case .cluster: ["--cluster"]
        }
    }

    /// For a POSIX shell; plain words stay as they are.
    private static func quoted(_ word: String) -> String {
        let isPlain = { (character: Character) in
            character.isASCII && (character.isLetter || character.isNumber || "-_.,:/@=".contains(character))
        }
        guard word.isEmpty || !word.allSatisfy(isPlain) else { return word }
        return "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
