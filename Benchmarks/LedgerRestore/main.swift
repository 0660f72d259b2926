import CommandPipeline
import Foundation

// Usage: LedgerRestore [settled commands, 1000000] [open commands, 10000]
// Prints how long a worker takes from its start until a partition with such a ledger is restored, and what it costs in memory,
// beside the bare reading of the same file.

let settled = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
let open = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 10_000
let path = FileManager.default.temporaryDirectory.appending(path: "ledger-\(getpid()).bin").path
try LedgerFile(path: path).write(entries: settled, open: open)
defer { try? FileManager.default.removeItem(atPath: path) }
try await RestoreMeasurement(path: path, entries: settled + 1).run()
