import CommandContract
import CommandPipeline

/// Remembers what the pipeline said of itself.
final class RecordingObserver: PipelineObserver {
    enum Fact: Sendable, Equatable {
        case assigned([Assignment])
        case revoked([Assignment], lost: Bool)
        case skipped(Int64)
        case forwarded(Int64, to: Int32)
        case forwardsTakenBack(Int)
        case settled(Int64, OutcomeReason)
        case committed(records: Int)
        case commitFailed(CommitFailure)
        case logOpened([CommandPartition: Int64])
        case drainTimedOut
        case offsetsUnreadable
        case countUnreadable
    }

    private let state = Watched<[Fact]>([])

    var facts: [Fact] { state.current }

    func wait(for fact: Fact) async { await state.wait { $0.contains(fact) } }
    func wait(until condition: @Sendable ([Fact]) -> Bool) async { await state.wait(until: condition) }

    func partitionsAssigned(_ assignments: [Assignment]) { add(.assigned(assignments)) }
    func partitionsRevoked(_ assignments: [Assignment], lost: Bool) { add(.revoked(assignments, lost: lost)) }
    func recordsTaken(count: Int) {}
    func recordSkipped(_ position: RecordPosition) { add(.skipped(position.offset)) }
    func recordForwarded(_ position: RecordPosition, to partition: Int32) {
        add(.forwarded(position.offset, to: partition))
    }
    func forwardsTakenBack(_ count: Int) { add(.forwardsTakenBack(count)) }
    func recordSettled(_ position: RecordPosition, reason: OutcomeReason, attempts: Int) {
        add(.settled(position.offset, reason))
    }
    func batchCommitted(records: Int) { add(.committed(records: records)) }
    func commitFailed(_ failure: CommitFailure) { add(.commitFailed(failure)) }
    func logOpened(committed: [CommandPartition: Int64]) { add(.logOpened(committed)) }
    func drainTimedOut(_ assignments: [Assignment]) { add(.drainTimedOut) }
    func committedOffsetsUnreadable(_ error: any Error) { add(.offsetsUnreadable) }
    func partitionCountUnreadable(_ error: any Error) { add(.countUnreadable) }

    private func add(_ fact: Fact) { state.update { $0.append(fact) } }
}
