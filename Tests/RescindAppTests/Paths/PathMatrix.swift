import CommandContract
import GraphSimulator

/// What becomes of a command by each path, permission kind and cloud, and docs/paths.md, which shows it.
struct PathMatrix: Sendable {
    static let comment = "Cancelling for this week due to all hands"
    static let cancels = "cancels"

    struct Cell: Sendable, Hashable {
        let kind: PermissionKind
        let path: String
        let cloud: SimulatedCloud
    }

    /// ``cancels``, or the reason code.
    private(set) var cells: [Cell: String] = [:]

    mutating func enter(_ text: String, _ kind: PermissionKind, _ path: RequestPath, _ cloud: SimulatedCloud) {
        cells[Cell(kind: kind, path: path.template, cloud: cloud)] = text
    }

    var document: String {
        Self.head + PermissionKind.allCases.map(section).joined() + reasons
    }

    private static let head = """
        # Paths, permissions and clouds

        Made by `PathMatrixTests` (`RESCIND_UPDATE_DOCS=1 swift test --filter PathMatrixTests` rewrites it): every cell below is
        one command that went through the worker's pipeline to the [simulator](simulator.md). *cancels* means that the
        meeting was cancelled by exactly this path in this cloud. A reason code means that the worker refused the command
        and sent no request at all. It is no evidence about a real tenant.


        """

    private func section(_ kind: PermissionKind) -> String {
        let clouds = SimulatedCloud.allCases
        let rows = kind.paths.map { path in
            let answers = clouds.map { cells[Cell(kind: kind, path: path.template, cloud: $0)] ?? "" }
            let shown = answers.map { $0 == Self.cancels || $0.isEmpty ? $0 : "`\($0)`" }
            let path = path.template.replacing(" | ", with: " \\| ")
            return "| `POST \(path)` | \(shown.joined(separator: " | ")) |\n"
        }
        return """
            ## \(kind.rawValue)

            \(Self.remark(kind))

            | request | \(clouds.map { "`\($0.rawValue)`" }.joined(separator: " | ")) |
            |---|---|---|---|---|
            \(rows.joined())

            """
    }

    private static func remark(_ kind: PermissionKind) -> String {
        switch kind {
        case .workAccount:
            "The command says `target.me`, or `as` beside `target.user` (here the account's own mailbox) or `target.group`."
        case .delegate:
            "The command says `as` beside another's `target.user`, whose calendars are shared with the account."
        case .personalAccount:
            """
            There are personal accounts in the global cloud only. `me` is the one mailbox such an account has: `users` would be
            the same mailbox under another name, and shared calendars and groups are not offered to it.
            """
        case .application:
            "The command says `target.user` or `target.group` without `as`, or a `target.me` that no account has."
        }
    }

    private var reasons: String {
        let codes = Set(cells.values).subtracting([Self.cancels]).sorted()
        let rows = codes.compactMap(OutcomeReason.init(rawValue:)).map {
            "| `\($0.rawValue)` | \($0.explanation.meaning) | \($0.explanation.remedy) |\n"
        }
        return """
            ## The reasons

            | reason | meaning | what to do |
            |---|---|---|
            \(rows.joined())
            """
    }
}
