import CommandContract
import CommandPipeline
import Synchronization

/// A log that keeps the reasons of every outcome by command, and tells how many there are.
final class CountedOutcomes: OutcomeLog {
    private let reasons = Mutex<[String: [String]]>([:])
    private let progress = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// Returns when so many outcomes are committed, or no more will come. For one waiter at a time.
    func reached(_ count: Int) async {
        if total >= count { return }
        for await _ in progress.stream where total >= count { return }
    }

    var byCommand: [String: [String]] { reasons.withLock { $0 } }
    private var total: Int { reasons.withLock { $0.values.reduce(0) { $0 + $1.count } } }

    func open() async throws(CommitFailure) {}

    func commit(_ batch: CommitBatch) async throws(CommitFailure) -> CommitReceipt {
        for entry in batch.entries where entry.destination == .outcomes {
            guard case .object(let event)? = try? JSONReader.read(entry.record.value ?? []),
                case .string(let command)? = event["subject"], case .object(let data)? = event["data"],
                case .string(let reason)? = data["reason"]
            else { continue }
            reasons.withLock { $0[command, default: []].append(reason) }
        }
        progress.continuation.yield()
        return CommitReceipt(ledgerEnds: [:])
    }

    func close() async { progress.continuation.finish() }
}
