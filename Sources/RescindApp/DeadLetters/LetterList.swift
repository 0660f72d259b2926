import CommandContract

/// What `rescind dead-letters list` prints: groups, and nothing that names a mailbox, a meeting or a command.
struct LetterList: Sendable {
    let topic: String
    let groups: [LetterGroup]
    /// Groups of which every letter is replayed or discarded, left out.
    let doneGroups: Int
    let foreign: Int

    /// - Parameter all: also groups in which nothing is left to decide.
    init(
        topic: String, shelf: DeadLetterShelf, selection: LetterSelection, judge: ReplayJudge, all: Bool
    ) {
        let letters = selection.letters(of: shelf)
        let groups = LetterGroup.all(
            Array(letters.prefix(selection.limit ?? letters.count)), of: shelf, judge: judge
        )
        self.topic = topic
        self.groups = groups.filter { all || $0.isOpen }
        doneGroups = groups.count - self.groups.count
        foreign = shelf.foreign
    }

    /// For a person.
    var text: String {
        let rows = groups.map { group in
            [
                group.fingerprint.id, group.fingerprint.tenant.map { ShownText.of($0) } ?? "-",
                [group.fingerprint.reason, group.fingerprint.code].compactMap { $0.map { ShownText.of($0) } }
                    .joined(separator: " "),
                "\(group.count(.open))", "\(group.replayable)", "\(group.count(.quarantined))",
                "\(group.count(.replayed) + group.count(.discarded))", Self.times(group),
                group.example.map { "\($0.partition):\($0.offset)" } ?? "",
            ]
        }
        let table = groups.isEmpty ? [] : [TextTable(columns: Self.columns, rows: rows).text, ""]
        return (table + [summary]).joined(separator: "\n")
    }

    private var summary: String {
        let open = groups.reduce(0) { $0 + $1.count(.open) }
        let quarantined = groups.reduce(0) { $0 + $1.count(.quarantined) }
        var parts = ["\(topic): groups: \(groups.count), letters open: \(open), quarantined: \(quarantined)"]
        if doneGroups > 0 { parts.append("groups with nothing open, left out: \(doneGroups) (--all)") }
        if foreign > 0 { parts.append("records that are no letters: \(foreign)") }
        return parts.joined(separator: "; ")
    }

    /// For a program: one line.
    var json: String {
        let groups = self.groups.map { group in
            JSONValue.object(
                JSONObject([
                    ("group", .string(group.fingerprint.id)), ("reason", .string(group.fingerprint.reason)),
                    ("tenant", group.fingerprint.tenant.map { .string($0) }),
                    ("code", group.fingerprint.code.map { .string($0) }),
                    ("open", .integer(group.count(.open))), ("replayable", .integer(group.replayable)),
                    ("quarantined", .integer(group.count(.quarantined))),
                    ("replayed", .integer(group.count(.replayed))), ("discarded", .integer(group.count(.discarded))),
                    ("oldest", group.oldest.map { .string($0.rfc3339) }),
                    ("newest", group.newest.map { .string($0.rfc3339) }),
                    ("example", group.example.map { .string("\($0.partition):\($0.offset)") }),
                ])
            )
        }
        let document = JSONObject([
            ("topic", .string(topic)), ("groups", .array(groups)), ("doneGroups", .integer(doneGroups)),
            ("foreign", .integer(foreign)),
        ])
        return String(decoding: JSONWriter.write(.object(document)), as: UTF8.self)
    }

    /// One time where both are in the same minute.
    private static func times(_ group: LetterGroup) -> String {
        let times = [group.oldest, group.newest].compactMap { $0.map { $0.rfc3339.prefix(16) + "Z" } }
        return times.first == times.last ? times.first.map { String($0) } ?? "" : times.joined(separator: " ")
    }

    /// Some 130 characters wide.
    private static let columns = [
        TextTable.Column("group", width: 8), TextTable.Column("tenant", width: 36),
        TextTable.Column("reason, code", width: 24), TextTable.Column("open", width: 8),
        TextTable.Column("replay", width: 8), TextTable.Column("quarantine", width: 10),
        TextTable.Column("done", width: 8), TextTable.Column("oldest, newest", width: 17),
        TextTable.Column("show", width: 12),
    ]
}
