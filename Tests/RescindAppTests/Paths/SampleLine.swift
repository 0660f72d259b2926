import Foundation

/// A `rescind send` line of docs/from-the-samples.md, with the heading it stands under.
struct SampleLine: Sendable, CustomStringConvertible {
    let section: String
    /// The words after `rescind`.
    let arguments: [String]

    var description: String { "\(section): \(arguments.joined(separator: " "))" }

    func option(_ name: String) -> String? {
        arguments.firstIndex(of: name).map { arguments[$0 + 1] }
    }

    /// Every line of the document's `sh` blocks.
    static func all() throws -> [SampleLine] {
        let text = try Repository.text("docs/from-the-samples.md").replacing("\\\n", with: " ")
        var lines: [SampleLine] = []
        var section = ""
        var language: String?
        for line in text.split(separator: "\n").map(String.init) {
            if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
            if line.hasPrefix("```") {
                language = language == nil ? String(line.dropFirst(3)) : nil
            } else if language == "sh" {
                lines.append(SampleLine(section: section, arguments: try words(line)))
            }
        }
        return lines
    }

    struct NotALine: Error { let line: String }

    /// Split as a shell does it, as far as these lines go: blanks, and double quotes without anything to expand.
    private static func words(_ line: String) throws -> [String] {
        let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
        guard parts.count % 2 == 1, !line.contains(where: { "$`'\\;&|<>*".contains($0) }) else {
            throw NotALine(line: line)
        }
        let words = parts.enumerated().flatMap { index, part in
            index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
        }
        guard words.first == ".build/debug/rescind" else { throw NotALine(line: line) }
        return Array(words.dropFirst())
    }
}
