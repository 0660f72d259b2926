/// Why a scenario file was refused.
package struct ScenarioError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Names the key, its place and the rule it broke, or the line the YAML breaks at.
    package let message: String

    package var description: String { message }
}
