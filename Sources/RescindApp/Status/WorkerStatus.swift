import CommandContract
import CommandPipeline
import HTTPService

/// What a worker tells of itself at one moment: its machine's word, and what only the process around it knows.
struct WorkerStatus: Sendable {
    let started: Timestamp
    /// Why it should be restarted, and why it cannot work now; both empty when all is well.
    let livenessProblems: [String]
    let readinessProblems: [String]
    let pipeline: PipelineStatus
    let lags: [Int32: LagGauges.Lag]
    /// Outcomes since the start, by status.
    let outcomes: [String: Int]

    /// What a person should look at.
    var concerns: [StatusConcern] {
        let partitions = pipeline.partitions
        let facts: [(StatusConcern, Bool)] = [
            (.stuck, !livenessProblems.isEmpty), (.notReady, !readinessProblems.isEmpty),
            (.partitionBlocked, partitions.contains { $0.pauses.contains(.blocked) }),
            (.ledgerFull, partitions.contains { $0.pauses.contains(.ledgerFull) }),
            (.restoreOverdue, partitions.contains { $0.state == .restoreOverdue }),
            (.laneHeld, pipeline.held.lanes > 0), (.paused, !pipeline.pauses.isEmpty),
        ]
        return facts.filter(\.1).map(\.0)
    }
}
