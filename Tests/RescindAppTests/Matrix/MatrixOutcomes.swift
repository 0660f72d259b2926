import CommandContract
import CommandPipeline
import Synchronization

/// A log that takes one outcome each of many commands.
final class MatrixOutcomes: OutcomeLog {
    private let wanted: Int
    private let reasons = Mutex<[String: [String]]>([:])
    private let progress = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    init(wanted: Int) { self.wanted = wanted }

    func open() async throws(CommitFailure) {}

    func commit(_ batch: CommitBatch) async throws(CommitFailure) -> CommitReceipt {
        let count = reasons.withLock { reasons in
            for entry in batch.entries where entry.destination == .outcomes {
                guard let value = entry.record.value, case .object(let event)? = try? JSONReader.read(value),
                    case .string(let id)? = event["subject"], case .object(let data)? = event["data"],
                    case .string(let reason)? = data["reason"]
                else { continue }
                reasons[id, default: []].append(reason)
            }
            return reasons.values.reduce(0) { $0 + $1.count }
        }
        if count >= wanted { progress.continuation.yield() }
        return CommitReceipt(ledgerEnds: [:])
    }

    func close() async { progress.continuation.finish() }

    /// Returns when all have come, or never will.
    func committed() async { for await _ in progress.stream { return } }

    /// The reasons given to each command: one, unless something is wrong.
    func byCommand() -> [String: [String]] { reasons.withLock { $0 } }
}
