import CommandContract

/// Everything `rescind check` found, in the order of the table.
package struct CheckReport: Sendable {
    package let results: [CheckResult]
    /// Whether `rescind run` would take the configuration.
    package let configurationIsUsable: Bool

    /// 0 when nothing is known to be wrong, 1 when something is, 78 when the configuration itself cannot be used.
    package var exitStatus: Int32 {
        if !configurationIsUsable { return ConfigurationError.exitStatus }
        return results.contains { $0.state == .failed } ? 1 : 0
    }

    /// For a person.
    package var text: String {
        let rows = results.map { [$0.state.label, $0.check, $0.found, $0.expected, $0.remedy] }
        return TextTable(columns: Self.columns, rows: rows).text + "\n\n" + summary
    }

    /// For a program: one line.
    package var json: String {
        let checks = results.map { result in
            JSONValue.object(
                JSONObject([
                    ("check", .string(result.check)), ("state", .string(result.state.label)),
                    ("found", .string(result.found)), ("expected", .string(result.expected)),
                    ("remedy", .string(result.remedy)),
                ])
            )
        }
        let document = JSONObject([("exitStatus", .integer(exitStatus)), ("checks", .array(checks))])
        return String(decoding: JSONWriter.write(.object(document)), as: UTF8.self)
    }

    private var summary: String {
        CheckState.allCases.map { state in "\(state.label) \(results.count { $0.state == state })" }
            .joined(separator: ", ")
    }

    /// 120 characters wide at most.
    private static let columns = [
        TextTable.Column("state", width: 12), TextTable.Column("check", width: 27),
        TextTable.Column("found", width: 27), TextTable.Column("expected", width: 20),
        TextTable.Column("what to do", width: 26),
    ]
}
