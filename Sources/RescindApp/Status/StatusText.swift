import CommandContract

/// What `rescind status` prints for a person, made from the document: a worker of another version may have written it, so whatever
/// is missing is left out.
struct StatusText: Sendable {
    let document: JSONValue

    /// 1 when there is something a person should look at.
    var exitStatus: Int32 { document["concerns"].items.isEmpty ? 0 : 1 }

    var text: String {
        var parts = [head]
        parts += [
            partitions, table(document["pauses"].items, Self.pauses), held, waiting, table(listed, Self.listed),
            table(document["coolDowns"]["listed"].items, Self.coolDowns),
            table(document["lanes"]["busiest"].items, Self.busiest),
        ].compactMap(\.self)
        parts.append(advice)
        return parts.joined(separator: "\n\n")
    }

    private var head: String {
        let state = document["ready"] == .bool(true) ? "ready" : "not ready"
        let commands = document["commands"]
        var lines = [
            "rescind \(document["version"].shown), started \(document["started"].shown), \(state) at \(document["time"].shown)"
        ]
        lines += document["problems"].items.map { "  \($0.shown)" }
        lines.append("outcomes since the start: \(counts(document["outcomes"]))")
        lines.append(
            "commands: open \(commands["open"].shown), running \(commands["running"].shown), "
                + "waiting \(commands["waiting"].shown), in doubt \(commands["inDoubt"].shown)"
        )
        if document["waiting"]["soonestMeeting"] != .null {
            lines.append(
                "soonest meeting of a waiting command: \(document["waiting"]["soonestMeeting"].shown), in minutes: "
                    + document["waiting"]["minutesToSoonestMeeting"].shown
            )
        }
        return lines.joined(separator: "\n")
    }

    private func counts(_ object: JSONValue) -> String {
        guard case .object(let members) = object else { return "-" }
        let counts = members.members.filter { $0.value != .number("0") }.map { "\($0.name) \($0.value.shown)" }
        return counts.isEmpty ? "none" : counts.joined(separator: ", ")
    }

    private var partitions: String? {
        table(
            document["partitions"].items,
            [
                ("partition", 9, { $0["partition"].shown }), ("state", 14, { $0["state"].shown }),
                ("lag", 8, { $0["lagRecords"].shown }), ("oldest", 8, { Self.seconds($0["lagSeconds"]) }),
                ("next", 12, { $0["nextOffset"].shown }),
                ("in ledger", 17, { "\($0["openCommands"].shown)/\($0["mostOpenCommands"].shown)" }),
                ("paused", 34, { $0["paused"].items.map(\.shown).joined(separator: ", ") }),
            ]
        )
    }

    private var held: String? {
        table(
            document["held"]["listed"].items,
            [
                ("holds its lane", 14, Self.position), ("id", 36, { $0["id"].shown }),
                ("tenant", 36, { $0["tenant"].shown }), ("why", 15, { $0["reason"].shown }),
                ("since", 20, { $0["since"].shown }), ("behind it", 9, { $0["followers"].shown }),
            ]
        )
    }

    private var waiting: String? {
        table(
            document["waiting"]["byReason"].items,
            [
                ("waits for", 16, { $0["reason"].shown }), ("commands", 8, { $0["commands"].shown }),
                ("first goes on", 20, { $0["until"].shown }),
            ]
        )
    }

    private var listed: [JSONValue] { document["waiting"]["listed"].items }

    private var advice: String {
        let concerns = document["concerns"].items
        guard !concerns.isEmpty else { return "nothing to do" }
        return concerns.map { code in
            // One that only a newer version knows is told by its code.
            "to do: " + (StatusConcern(rawValue: code.shown)?.advice ?? code.shown)
        }.joined(separator: "\n")
    }

    // MARK: Tables

    private typealias Column = (title: String, width: Int, cell: @Sendable (JSONValue) -> String)

    private static let listed: [Column] = [
        ("waits", 12, position), ("id", 36, { $0["id"].shown }), ("tenant", 36, { $0["tenant"].shown }),
        ("mailbox", 8, { $0["mailbox"].shown }), ("for", 16, { $0["reason"].shown }),
        ("until", 20, { $0["until"].shown }), ("meeting", 20, { $0["meetingStart"].shown }),
    ]

    private static let coolDowns: [Column] = [
        ("cools down", 10, { $0["level"].shown }), ("cloud", 12, { $0["cloud"].shown }),
        ("tenant", 36, { $0["tenant"].shown }), ("mailbox", 8, { $0["mailbox"].shown }),
        ("until", 20, { $0["until"].shown }),
    ]

    private static let busiest: [Column] = [
        ("busy", 8, { $0["mailbox"].shown }), ("tenant", 36, { $0["tenant"].shown }),
        ("running", 7, { $0["running"].shown }), ("ready", 8, { $0["ready"].shown }),
        ("wait for", 16, { $0["reason"].shown }), ("until", 20, { $0["until"].shown }),
    ]

    private static let pauses: [Column] = [
        ("paused", 10, { $0["kind"].shown }), ("name", 36, { $0["name"].shown }), ("why", 36, { $0["reason"].shown }),
        ("since", 20, { $0["since"].shown }), ("ends", 36, { $0["endsBy"].shown }),
    ]

    private func table(_ items: [JSONValue], _ columns: [Column]) -> String? {
        guard !items.isEmpty else { return nil }
        return TextTable(
            columns: columns.map { TextTable.Column($0.title, width: $0.width) },
            rows: items.map { item in columns.map { $0.cell(item) } }
        ).text
    }

    @Sendable
    private static func position(_ item: JSONValue) -> String {
        "\(item["partition"].shown):\(item["offset"].shown)"
    }

    private static func seconds(_ value: JSONValue) -> String { value == .null ? "-" : value.shown + " s" }
}

extension JSONValue {
    /// The member of that name; null where there is none.
    fileprivate subscript(_ name: String) -> JSONValue {
        if case .object(let object) = self { object[name] ?? .null } else { .null }
    }

    fileprivate var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }

    /// For a terminal; times to the second.
    fileprivate var shown: String {
        switch self {
        case .string(let text): Timestamp(rfc3339: text).map { ShownText.of($0) } ?? ShownText.of(text)
        case .number(let text): text
        case .bool(let flag): flag ? "yes" : "no"
        case .null, .array, .object: "-"
        }
    }
}
