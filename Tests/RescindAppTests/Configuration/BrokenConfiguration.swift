import Testing

/// A configuration with one thing wrong, and where the error must point.
struct BrokenConfiguration: Sendable, CustomTestStringConvertible {
    /// Stands in for a secret in the wrong place.
    static let canary = "canary-5f1e7d"

    let key: String
    let section: ConfigurationText.Section
    /// The section's text; `# here` marks the line the error must name.
    let text: String

    init(_ key: String, _ section: ConfigurationText.Section, _ text: String) {
        self.key = key
        self.section = section
        self.text = text
    }

    var document: ConfigurationText {
        var document = ConfigurationText()
        document[section] = text
        return document
    }

    var testDescription: String { "\(key) in \(text.replacing("\n", with: "⏎"))" }
}
