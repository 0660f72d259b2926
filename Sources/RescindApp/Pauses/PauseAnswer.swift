import CommandContract

/// What `rescind pause` and `rescind resume` print.
struct PauseAnswer: Sendable {
    let file: String
    /// Of the workers with this configuration.
    let reread: Duration

    func paused(_ answer: KillSwitch.Answer) -> String {
        let known = answer.entries.map { entry in
            "\(entry.subject.text) is \(answer.isNew ? "" : "already ")paused\(Self.since(entry)): \(entry.reason)"
        }
        guard answer.isNew else { return (known + ["Nothing is changed."]).joined(separator: "\n") }
        return (known + [written(answer, "stop within \(ConfigurationDuration.text(reread))")]).joined(separator: "\n")
    }

    /// - Parameter left: what is still paused.
    func resumed(_ answer: KillSwitch.Answer, left: [PauseEntry]) -> String {
        var lines = answer.entries.map { entry in
            "\(entry.subject.text) is resumed, after a pause\(Self.since(entry)): \(entry.reason)"
        }
        if answer.isNew {
            lines.append(written(answer, "go on within \(ConfigurationDuration.text(reread * 2))"))
        } else {
            lines.append("It is not paused; nothing is changed.")
        }
        if !left.isEmpty { lines.append("Still paused: \(left.map(\.subject.text).joined(separator: ", ")).") }
        return lines.joined(separator: "\n")
    }

    func list(_ entries: [PauseEntry]) -> String {
        guard !entries.isEmpty else { return "Nothing is paused." }
        let columns = [
            TextTable.Column("paused", width: 45), TextTable.Column("since", width: 20),
            TextTable.Column("reason", width: 60),
        ]
        let rows = entries.map { [$0.subject.text, $0.since.map { ShownText.of($0) } ?? "-", $0.reason] }
        return TextTable(columns: columns, rows: rows).text
    }

    /// Where the file is copied to workers, as from a ConfigMap, that takes its time on top.
    private func written(_ answer: KillSwitch.Answer, _ when: String) -> String {
        let comments = answer.keepsComments ? "" : "It was written anew: comments in it are lost. "
        return "\(file) is written. \(comments)Workers that read this very file \(when)."
    }

    private static func since(_ entry: PauseEntry) -> String { entry.since.map { " since \(ShownText.of($0))" } ?? "" }
}
