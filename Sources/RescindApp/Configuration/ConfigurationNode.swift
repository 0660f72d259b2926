import CommandContract
import Yams

/// One mapping of the configuration file, read key by key; what is left over is an error.
///
/// Own reading over Yams' node tree instead of `Codable`, because decoding would accept unknown keys and name neither the
/// line nor the full path of a wrong one.
struct ConfigurationNode {
    private let file: String
    private let path: String
    private let mapping: [(key: String, line: Int?, node: Node)]
    private let line: Int?
    private let environment: [String: String]
    private var taken: Set<String> = []
    /// Keys whose value came from the environment: their errors name the variable, not the line of the file.
    private var overridden: Set<String> = []

    /// Reads the whole file's text.
    init(file: String, text: String, environment: [String: String]) throws(ConfigurationError) {
        let root: Node?
        do { root = try Yams.compose(yaml: text) } catch {
            throw ConfigurationError(
                file: file, line: Self.line(of: error, in: text), key: Self.key(of: error), rule: Self.rule(of: error)
            )
        }
        try self.init(
            node: root ?? Node.mapping(Node.Mapping([])), file: file, path: "", environment: environment
        )
    }

    /// `environment` is empty below lists: their entries have no name an environment variable could be made of.
    private init(
        node: Node, file: String, path: String, environment: [String: String]
    ) throws(ConfigurationError) {
        self.file = file
        self.path = path
        self.environment = environment
        line = node.mark?.line
        guard case .mapping(let mapping) = node else {
            throw ConfigurationError(
                file: file, line: node.mark?.line, key: path.isEmpty ? "(file)" : path, rule: "must be a mapping"
            )
        }
        var entries: [(String, Int?, Node)] = []
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else {
                throw ConfigurationError(
                    file: file, line: key.mark?.line, key: path.isEmpty ? "(file)" : path,
                    rule: "keys must be plain text"
                )
            }
            entries.append((scalar.string, key.mark?.line, value))
        }
        self.mapping = entries
    }

    func error(_ key: String, _ rule: String) -> ConfigurationError {
        if overridden.contains(key) {
            return ConfigurationError(file: "environment", line: nil, key: Self.variable(full(key)), rule: rule)
        }
        return ConfigurationError(file: file, line: entry(key)?.line ?? line, key: full(key), rule: rule)
    }

    /// Whether the key stands in the file or is overridden.
    func has(_ key: String) -> Bool { entry(key) != nil || environment[Self.variable(full(key))] != nil }

    // MARK: Scalars

    /// The environment wins over the file: `kafka.groupId` is overridden by `RESCIND_KAFKA_GROUP_ID`.
    mutating func text(_ key: String) throws(ConfigurationError) -> String? {
        taken.insert(key)
        if let override = environment[Self.variable(full(key))] {
            overridden.insert(key)
            guard !override.isEmpty else { throw error(key, "must not be empty; unset it to use the file's value") }
            return override
        }
        guard let entry = entry(key) else { return nil }
        guard let text = Self.scalar(entry.node), !text.isEmpty else { throw error(key, "must be a text") }
        return text
    }

    mutating func required(_ key: String) throws(ConfigurationError) -> String {
        guard let text = try text(key) else { throw error(key, "is required") }
        return text
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int>, default fallback: Int) throws(ConfigurationError)
        -> Int
    {
        guard let text = try text(key) else { return fallback }
        guard let value = Int(text), range.contains(value) else {
            throw error(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    mutating func flag(_ key: String, default fallback: Bool) throws(ConfigurationError) -> Bool {
        switch try text(key) {
        case nil: return fallback
        case "true": return true
        case "false": return false
        default: throw error(key, "must be true or false")
        }
    }

    /// A span such as `500ms`, `30s`, `5m`, `24h` or `7d`.
    mutating func duration(
        _ key: String, in range: ClosedRange<Duration>, default fallback: Duration
    ) throws(ConfigurationError) -> Duration {
        guard let text = try text(key) else { return fallback }
        guard let span = ConfigurationDuration.parse(text), range.contains(span) else {
            let bounds =
                "\(ConfigurationDuration.text(range.lowerBound)) to \(ConfigurationDuration.text(range.upperBound))"
            throw error(key, "must be a span such as 30s (units ms, s, m, h, d) from \(bounds)")
        }
        return span
    }

    /// The beginning of a day in UTC, `2027-01-31`.
    mutating func day(_ key: String) throws(ConfigurationError) -> Timestamp? {
        guard let text = try text(key) else { return nil }
        guard text.utf8.count == 10, let time = Timestamp(rfc3339: text + "T00:00:00Z") else {
            throw error(key, "must be a day such as 2027-01-31")
        }
        return time
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, default fallback: Choice
    ) throws(ConfigurationError) -> Choice {
        guard let text = try text(key) else { return fallback }
        guard let choice = Choice(rawValue: text) else {
            throw error(key, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    // MARK: Structure

    /// An absent mapping reads as an empty one, so that its defaults and environment overrides apply.
    mutating func mapping(_ key: String) throws(ConfigurationError) -> ConfigurationNode {
        taken.insert(key)
        let node = entry(key)?.node ?? Node.mapping(Node.Mapping([]))
        return try ConfigurationNode(node: node, file: file, path: full(key), environment: environment)
    }

    mutating func texts(_ key: String) throws(ConfigurationError) -> [String] {
        var texts: [String] = []
        for (index, node) in try sequence(key).enumerated() {
            guard let text = Self.scalar(node), !text.isEmpty else {
                throw ConfigurationError(
                    file: file, line: node.mark?.line, key: full("\(key)[\(index)]"), rule: "must be a text"
                )
            }
            texts.append(text)
        }
        return texts
    }

    mutating func mappings(_ key: String) throws(ConfigurationError) -> [ConfigurationNode] {
        var nodes: [ConfigurationNode] = []
        for (index, node) in try sequence(key).enumerated() {
            nodes.append(
                try ConfigurationNode(node: node, file: file, path: "\(full(key))[\(index)]", environment: [:])
            )
        }
        return nodes
    }

    /// Free-form pairs, such as settings passed through to librdkafka.
    mutating func pairs(_ key: String) throws(ConfigurationError) -> [String: String] {
        let node = try mapping(key)
        var pairs: [String: String] = [:]
        for entry in node.mapping {
            guard let text = Self.scalar(entry.node) else {
                throw node.error(entry.key, "must be a text or a number")
            }
            pairs[entry.key] = text
        }
        return pairs
    }

    /// Call when all known keys were taken.
    func finish() throws(ConfigurationError) {
        for entry in mapping where !taken.contains(entry.key) {
            throw ConfigurationError(
                file: file, line: entry.line, key: full(FieldName.shown(entry.key)),
                rule: "is not a known key; known here: \(taken.sorted().joined(separator: ", "))"
            )
        }
    }

    private mutating func sequence(_ key: String) throws(ConfigurationError) -> [Node] {
        taken.insert(key)
        guard let entry = entry(key) else { return [] }
        guard case .sequence(let sequence) = entry.node else { throw error(key, "must be a list") }
        return Array(sequence)
    }

    /// A key without a value, `~` and `null` are YAML's null, which must not pass for the text "null".
    private static func scalar(_ node: Node) -> String? {
        guard case .scalar(let scalar) = node else { return nil }
        let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
        return isNull ? nil : scalar.string
    }

    private func entry(_ key: String) -> (key: String, line: Int?, node: Node)? { mapping.first { $0.key == key } }

    private func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// `limits.commandBytes` → `RESCIND_LIMITS_COMMAND_BYTES`
    static func variable(_ path: String) -> String {
        "RESCIND_"
            + path.reduce(into: "") { text, character in
                if character.isUppercase { text += "_" }
                text += character == "." ? "_" : character.uppercased()
            }
    }

    private static func line(of error: any Error, in text: String) -> Int? {
        switch error {
        case YamlError.reader(_, let offset?, _, _): text.utf8.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1
        case YamlError.parser(_, _, let mark, _), YamlError.scanner(_, _, let mark, _),
            YamlError.composer(_, _, let mark, _):
            mark.line
        case YamlError.duplicatedKeysInMapping(_, let context): context.mark.line
        default: nil
        }
    }

    private static func key(of error: any Error) -> String {
        guard case YamlError.duplicatedKeysInMapping(let names, _) = error else { return "(file)" }
        return names.first.map(FieldName.shown) ?? "(file)"
    }

    /// Yams' own texts quote the document, so only the kind of error is told.
    private static func rule(of error: any Error) -> String {
        if case YamlError.duplicatedKeysInMapping = error { return "appears twice in one mapping" }
        return "is not valid YAML; look at the indentation and quotes near this line"
    }
}
