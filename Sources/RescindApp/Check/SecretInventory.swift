import CommandContract
import Yams

/// Which files a configuration names for its secrets, and which secrets stand in the configuration itself.
///
/// Read from the document's tree instead of the loaded configuration, so that every missing secret is told at once, also when
/// the configuration is refused for something else. By convention a key that ends in `File` or `Files` names such files.
struct SecretInventory {
    struct Entry: Hashable {
        /// Path of the key, such as `tenants[0].clientSecretFile`.
        let key: String
        let path: String
        /// librdkafka opens these itself, by a path relative to the working folder; they may be binary.
        let isOpenedByLibrdkafka: Bool
    }

    private(set) var files: [Entry] = []
    /// Keys under `kafka.settings` whose value is a secret.
    private(set) var inline: [String] = []

    private static let secretSettings: Set<String> = [
        "sasl.password", "ssl.key.password", "ssl.key.pem", "ssl.keystore.password", "sasl.oauthbearer.client.secret",
    ]
    private static let keySettings: Set<String> = ["ssl.key.location", "ssl.keystore.location"]
    /// May come from the environment alone, without standing in the document.
    private static let overridable = ["kafka.oauth.clientSecretFile"]

    /// A document that is no YAML has no secrets; the loader names its error.
    init(text: String, environment: [String: String]) {
        guard let root = try? Yams.compose(yaml: text) else { return }
        walk(root, "", environment)
        for key in Self.overridable where !files.contains(where: { $0.key == key }) {
            if let path = environment[ConfigurationNode.variable(key)] { add(key, path) }
        }
    }

    /// `environment` is empty below lists, as for ``ConfigurationNode``.
    private mutating func walk(_ node: Node, _ path: String, _ environment: [String: String]) {
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                let name = FieldName.shown(key.string ?? "")
                let full = path.isEmpty ? name : "\(path).\(name)"
                if path == "kafka", name == "settings" || name == "settingFiles" {
                    read(value, full, isByFile: name == "settingFiles")
                } else {
                    read(name, value, full, environment)
                }
            }
        case .sequence(let sequence):
            for (index, element) in sequence.enumerated() { walk(element, "\(path)[\(index)]", [:]) }
        default: break
        }
    }

    private mutating func read(_ name: String, _ value: Node, _ full: String, _ environment: [String: String]) {
        if name.hasSuffix("File"), let path = environment[ConfigurationNode.variable(full)] ?? value.scalar?.string {
            add(full, path)
        } else if name.hasSuffix("Files"), let sequence = value.sequence {
            for (index, element) in sequence.enumerated() {
                if let path = element.scalar?.string { add("\(full)[\(index)]", path) }
            }
        } else {
            walk(value, full, environment)
        }
    }

    /// The pairs of `kafka.settings` and `kafka.settingFiles`.
    private mutating func read(_ pairs: Node, _ path: String, isByFile: Bool) {
        for (key, value) in pairs.mapping ?? [:] {
            guard let setting = key.string, let value = value.scalar?.string else { continue }
            let full = "\(path).\(FieldName.shown(setting))"
            if isByFile {
                add(full, value)
            } else if Self.keySettings.contains(setting) {
                files.append(Entry(key: full, path: value, isOpenedByLibrdkafka: true))
            } else if Self.secretSettings.contains(setting) {
                inline.append(full)
            }
        }
    }

    private mutating func add(_ key: String, _ path: String) {
        files.append(Entry(key: key, path: path, isOpenedByLibrdkafka: false))
    }
}
