import CommandContract
import CommandPipeline

/// Remembers what the pipeline said of itself.
final class RecordingObserver: PipelineObserver {
    private let state = Watched<[PipelineEvent]>([])

    var facts: [PipelineEvent] { state.current }

    func wait(for fact: PipelineEvent) async { await state.wait { $0.contains(fact) } }
    func wait(until condition: @Sendable ([PipelineEvent]) -> Bool) async { await state.wait(until: condition) }

    /// Waits until the outcome of a record is committed.
    func settled(_ offset: Int64, in partition: Int32 = 0) async {
        await state.wait { $0.contains { $0.isSettled(offset, in: partition) } }
    }

    func observe(_ event: PipelineEvent) { state.update { $0.append(event) } }
}

extension PipelineEvent {
    func isSettled(_ offset: Int64, in partition: Int32) -> Bool {
        if case .recordSettled(let position, _, _, _) = self {
            position.offset == offset && position.partition == partition
        } else {
            false
        }
    }

    var isDrainTimeout: Bool { if case .drainTimedOut = self { true } else { false } }
    func isRestore(inDoubt: Int) -> Bool {
        if case .partitionRestored(_, _, _, _, let found) = self { found == inDoubt } else { false }
    }
}
