import CommandContract
import CommandPipeline
import Synchronization
import Testing

/// An outcome as its readers see it, with the record's key.
struct SeenCommandOutcome: Sendable {
    let key: String?
    let status: String
    let reason: String
    let message: String
}

/// A log that takes the one outcome of one record.
final class OneOutcome: OutcomeLog {
    private let batches = Mutex<[CommitBatch]>([])
    private let progress = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    func open() async throws(CommitFailure) {}

    func commit(_ batch: CommitBatch) async throws(CommitFailure) -> CommitReceipt {
        batches.withLock { $0.append(batch) }
        if batch.entries.contains(where: { $0.destination == .outcomes }) { progress.continuation.yield() }
        return CommitReceipt(ledgerEnds: [:])
    }

    func close() async { progress.continuation.finish() }

    /// Returns when the outcome has come, or never will.
    func committed() async { for await _ in progress.stream { return } }

    func outcome() throws -> SeenCommandOutcome {
        let outcomes = batches.withLock { $0.flatMap(\.entries) }.filter { $0.destination == .outcomes }
        #expect(outcomes.count == 1)
        let record = try #require(outcomes.first).record
        guard case .object(let event) = try JSONReader.read(#require(record.value)),
            case .object(let data)? = event["data"], case .string(let type)? = event["type"],
            case .string(let reason)? = data["reason"], case .string(let message)? = data["message"]
        else { throw NotAnOutcome() }
        return SeenCommandOutcome(
            key: record.key.map { String(decoding: $0, as: UTF8.self) },
            status: String(type.split(separator: ".")[2]), reason: reason, message: message
        )
    }

    struct NotAnOutcome: Error {}
}
