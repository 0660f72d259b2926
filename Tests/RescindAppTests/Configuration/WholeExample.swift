import Foundation

/// `config/rescind.example.yaml` with what stands behind a `#` in the first column, in a folder with a file for the
/// secrets it names.
struct WholeExample {
    let file: String
    let text: String

    static func with(_ body: (WholeExample) async throws -> Void) async throws {
        let shipped = try Repository.text("config/rescind.example.yaml")
        let lines = shipped.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("#  ") ? line.dropFirst() : line
        }
        let text = lines.joined(separator: "\n")
            .replacing("oauth: {}", with: "oauth:").replacing("accounts: []", with: "accounts:")
            // The only mechanism that kafka.oauth goes with.
            .replacing(
                "security.protocol: plaintext", with: "security.protocol: sasl_ssl\n    sasl.mechanism: OAUTHBEARER"
            )
            .replacing(#/File: [a-z/-]+/#, with: "File: secret")
        try await TemporaryFolder.with { folder in
            try folder.write("secret", "secret".utf8, mode: 0o600)
            try await body(WholeExample(file: folder.path + "/rescind.yaml", text: text))
        }
    }

    /// Whether this key stands in the section that `path` leads to, such as `kafka.topics` or `tenants[0]`, or is named there in
    /// a comment as an alternative.
    func shows(_ key: Substring, at path: String) -> Bool {
        // An entry of a list stands one deeper than its list.
        let depth = path.split(separator: ".").count + path.count { $0 == "[" }
        let indentation = String(repeating: "  ", count: depth)
        let top = path.prefix { $0 != "." && $0 != "[" }
        let section = path.isEmpty ? text[...] : text.section(top)
        return section.split(separator: "\n").contains { line in
            let plain = line.replacing("- ", with: "  ", maxReplacements: 1)
            return ["", "# "].contains { plain.hasPrefix("\(indentation)\($0)\(key):") }
        }
    }
}

extension String {
    /// The lines from the top-level key up to the next one.
    fileprivate func section(_ key: Substring) -> Substring {
        guard let start = range(of: "\n\(key):")?.upperBound else { return "" }
        let rest = self[start...]
        let end = rest.firstMatch(of: #/\n[a-z]/#)?.range.lowerBound ?? rest.endIndex
        return rest[..<end]
    }
}
