import BadInputCatalogue
import CommandContract
import CommandPipeline
import MeetingCancellation
import Synchronization

/// Sends records of one partition through a whole pipeline, with a good command behind them, and keeps what came out.
final class PipelineProbe: OutcomeLog {
    private let committed = Mutex<[CommitBatch]>([])
    private let progress = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    private let calendar = WillingCalendar()
    let log = LoggedLines()

    /// What the calendar was asked about, by event id.
    var askedEvents: Set<String> { calendar.asked }
    /// What attendees were told, by command id.
    var comments: [String: String?] { calendar.comments }
    var entries: [CommitBatch.Entry] { committed.withLock { $0.flatMap(\.entries) } }
    private var outcomeCount: Int { entries.count { $0.destination == .outcomes } }
    var nextOffset: Int64? { committed.withLock { $0.last?.offsets.values.first } }

    /// - Returns: when everything, the good command included, is committed and the pipeline has stopped.
    func run(_ inputs: [BadInput]) async throws {
        let records = (inputs + [.good]).enumerated().map { offset, input in
            ConsumedRecord(
                position: RecordPosition(
                    topic: SinglePartition.topic, partition: 0, offset: Int64(offset), timestamp: input.timestamp),
                key: input.key, value: input.value, headers: input.headers
            )
        }
        let pipeline = CommandPipeline(
            source: SinglePartition(records), log: self, ledger: EmptyLedger(), calendar: calendar, policy: Self.policy,
            outcomeSource: "/rescind/tests", limits: Self.limits, clock: StoppedClock(), observer: log.observer,
            writer: 1, seed: 1
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pipeline.run() }
            // The offset moves ahead of commands that wait in the ledger.
            let expected = records.count { $0.value != nil }
            for await _ in progress.stream where outcomeCount == expected && nextOffset == Int64(records.count) {
                break
            }
            pipeline.stop()
            try await group.waitForAll()
        }
    }

    /// Thousands of commands for one mailbox, and as many undecodable records: what holds them back is other tests' matter.
    private static var limits: PipelineLimits {
        var limits = PipelineLimits()
        limits.undecodablePerMinute = .max
        limits.lanes.cancelsPerMinute = 10_000
        return limits
    }

    static let policy = AuthorizationPolicy(
        sources: [
            SourcePolicy(
                source: "/tests", tenants: [CommandText.tenant, CommandText.otherTenant],
                mailboxes: [.domain("contoso.example")])
        ],
        tenants: [
            TenantProfile(
                id: CommandText.tenant, domains: ["contoso.example"], cloud: "global", permissionCheck: .advisory),
            TenantProfile(
                id: CommandText.otherTenant, domains: ["contoso.cn"], cloud: "china", permissionCheck: .advisory),
        ],
        servedClouds: ["global"], commentCharacters: 2000
    )

    func open() async throws(CommitFailure) {}

    func commit(_ batch: CommitBatch) async throws(CommitFailure) -> CommitReceipt {
        committed.withLock { $0.append(batch) }
        progress.continuation.yield()
        return CommitReceipt(ledgerEnds: [:])
    }

    func close() async { progress.continuation.finish() }
}
