import CommandContract
import Yams

/// The text of a file of pauses, changed in as few lines as possible, so that comments stay and people find their own entries as
/// they wrote them.
///
/// It knows lists in YAML's block style only. Whoever changes a text reads the result again, and takes ``fresh(_:)`` where that is
/// not what was meant.
struct PauseText: Sendable {
    private var lines: [Substring]
    /// Line numbers, from 0, at which the entries begin.
    private let starts: [Int]

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        let list = (try? Yams.compose(yaml: text))?[PauseList.key]?.sequence
        starts = list?.compactMap { $0.mark.map { $0.line - 1 } } ?? []
    }

    /// A whole file.
    static func fresh(_ entries: [PauseEntry]) -> String {
        let head = [
            "# What is paused: rescind pause and resume write this file, and so may you (docs/runbook.md, The kill switch).",
            entries.isEmpty ? "\(PauseList.key): []" : "\(PauseList.key):",
        ]
        return text(head + entries.flatMap { lines(of: $0, indentation: "  ") })
    }

    func adding(_ entry: PauseEntry) -> String {
        var lines = lines
        if starts.isEmpty, let head = lines.firstIndex(where: { $0.wholeMatch(of: Self.emptyList) != nil }) {
            lines[head] = lines[head].replacing("[]", with: "", maxReplacements: 1)
        }
        let first = starts.first.flatMap { lines.indices.contains($0) ? lines[$0] : nil }
        let indentation = first.map { String($0.prefix { $0 == " " }) } ?? "  "
        return Self.text(lines.map { String($0) } + Self.lines(of: entry, indentation: indentation))
    }

    /// - Parameter places: of the entries in the list.
    func removing(_ places: Set<Int>) -> String {
        var lines = lines
        for place in places.sorted(by: >) where starts.indices.contains(place) {
            let next = place + 1 < starts.count ? starts[place + 1] : lines.count
            guard starts[place] < next, next <= lines.count else { continue }
            // What stands above the next entry, or at the end, is about that and not about this one.
            let own = lines[starts[place]..<next].lastIndex { !Self.isComment($0) } ?? starts[place]
            lines.removeSubrange(starts[place]...own)
        }
        if places.count >= starts.count, let head = lines.firstIndex(where: { $0.wholeMatch(of: Self.head) != nil }) {
            lines[head] = lines[head].replacing(":", with: ": []", maxReplacements: 1)
        }
        return Self.text(lines.map { String($0) })
    }

    private static var emptyList: Regex<Substring> { #/pauses: *\[\] *(?:#.*)?/# }
    private static var head: Regex<Substring> { #/pauses: *(?:#.*)?/# }

    private static func isComment(_ line: Substring) -> Bool {
        let text = line.drop { $0 == " " }
        return text.isEmpty || text.hasPrefix("#")
    }

    private static func lines(of entry: PauseEntry, indentation: String) -> [String] {
        let subject =
            switch entry.subject {
            case .everything: "true"
            case .source(let name), .tenant(let name): quoted(name)
            }
        var lines = ["- \(entry.subject.key): \(subject)", "  reason: \(quoted(entry.reason))"]
        if let since = entry.since { lines.append("  since: \(ShownText.of(since))") }
        return lines.map { indentation + $0 }
    }

    /// As YAML's double-quoted scalar, which means what it says whatever it begins with.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func text(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }
}
