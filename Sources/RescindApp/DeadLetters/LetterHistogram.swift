import CommandContract

/// Letters by reason, tenant and what can become of them.
struct LetterHistogram: Sendable {
    let rows: [ReplayPlan.Row: [ReplayVerdict: Int]]

    /// For a person: columns in which nothing is counted are left out.
    var text: String {
        let verdicts = Self.verdicts.filter { verdict in rows.values.contains { ($0[verdict] ?? 0) > 0 } }
        let shown = ordered.map { row, counts in
            [ShownText.of(row.reason), row.tenant.map { ShownText.of($0) } ?? "-"]
                + verdicts.map { "\(counts[$0] ?? 0)" }
        }
        let columns =
            [TextTable.Column("reason", width: 20), TextTable.Column("tenant", width: 36)]
            + verdicts.map { TextTable.Column($0.rawValue, width: 12) }
        return TextTable(columns: columns, rows: shown).text
    }

    /// For a program.
    var json: JSONValue {
        .array(
            ordered.map { row, counts in
                .object(
                    JSONObject(
                        [("reason", .string(row.reason)), ("tenant", row.tenant.map { .string($0) })]
                            + Self.verdicts.map { ($0.rawValue, .integer(counts[$0] ?? 0)) }
                    )
                )
            }
        )
    }

    private static let verdicts = ReplayVerdict.allCases.filter { $0 != .done }

    private var ordered: [(ReplayPlan.Row, [ReplayVerdict: Int])] {
        rows.map { ($0.key, $0.value) }.sorted { left, right in
            (left.0.reason, left.0.tenant ?? "") < (right.0.reason, right.0.tenant ?? "")
        }
    }
}
