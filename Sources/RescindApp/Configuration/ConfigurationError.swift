/// A configuration that cannot be used: names the file, the line, the key and the rule, and never the value, which may be a
/// secret in the wrong place. The process answers it with exit status 78 (`EX_CONFIG` of sysexits).
package struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    package static let exitStatus: Int32 = 78

    package let file: String
    package let line: Int?
    /// Path such as `tenants[0].clientSecretFile`, or the environment variable that overrides it.
    package let key: String
    package let rule: String

    package var description: String {
        "\(file)\(line.map { ":\($0)" } ?? ""): \(key): \(rule)"
    }
}
