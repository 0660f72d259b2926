import CommandContract
import CommandPipeline
import MeetingCancellation
import Synchronization

/// One partition, assigned at once; no records.
final class QuietSource: CommandSource {
    static let partition = CommandPartition(topic: "commands", partition: 0)
    private let changes: AsyncStream<AssignmentChange>
    private let feed: AsyncStream<AssignmentChange>.Continuation
    private let end: Int64

    init(end: Int64) {
        self.end = end
        (changes, feed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(4))
        feed.yield(.assigned([Assignment(partition: Self.partition, epoch: 1)]))
    }

    func nextBatch() async -> ConsumedBatch? { nil }
    func nextChange() async -> AssignmentChange? { await changes.first { _ in true } }
    func partitionCount(of topic: String) async throws -> Int32 { 1 }
    func end(of partition: CommandPartition) async throws -> Int64 { end }
    func start(_ assignment: Assignment, at offset: Int64?) {}
    func pause(_ assignment: Assignment) {}
    func resume(_ assignment: Assignment) {}
    func revocationHandled(_ id: Int) {}
    func committedOffsets(_ partitions: [CommandPartition]) async throws -> [CommandPartition: Int64] { [:] }
    func close() { feed.finish() }
}

/// Takes everything.
struct QuietLog: OutcomeLog {
    func open() async throws(CommitFailure) {}
    func commit(_ batch: CommitBatch) async throws(CommitFailure) -> CommitReceipt { CommitReceipt(ledgerEnds: [:]) }
    func close() async {}
}

/// Is asked nothing.
struct QuietCalendar: MeetingCalendar {
    private static let failure = ExchangeFailure(kind: .unavailable, verdict: .surelyNotProcessed)

    func permission(at address: MeetingAddress) async -> Result<TokenGrant, PermissionFailure> {
        .failure(.unavailable(retryAfter: nil))
    }
    func read(
        _ address: MeetingAddress, countsAttendees: Bool, for request: RequestIdentity
    ) async -> Result<MeetingSnapshot, ExchangeFailure> { .failure(Self.failure) }
    func entries(
        around start: Timestamp, at address: MeetingAddress, for request: RequestIdentity
    ) async -> Result<[MeetingSnapshot], ExchangeFailure> { .failure(Self.failure) }
    func cancel(
        _ address: MeetingAddress, comment: String?, for request: RequestIdentity, latestStart: Duration
    ) async -> Result<GraphTrace, ExchangeFailure> { .failure(Self.failure) }
}

/// Waits for the partition's restore.
final class RestoreWatch: PipelineObserver {
    private let restored: AsyncStream<PipelineEvent>
    private let feed: AsyncStream<PipelineEvent>.Continuation

    init() { (restored, feed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func observe(_ event: PipelineEvent) { if case .partitionRestored = event { feed.yield(event) } }

    func wait() async -> PipelineEvent? { await restored.first { _ in true } }
}
