import CommandPipeline
import Synchronization

/// Tells how many records the pipeline has taken in.
final class TakenRecords: PipelineObserver {
    private let count = Mutex(0)
    private let progress = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    func observe(_ event: PipelineEvent) {
        guard case .recordsTaken(let taken) = event else { return }
        count.withLock { $0 += taken }
        progress.continuation.yield()
    }

    /// Returns when so many are taken in. For one waiter at a time.
    func reached(_ wanted: Int) async {
        if taken >= wanted { return }
        for await _ in progress.stream where taken >= wanted { return }
    }

    private var taken: Int { count.withLock { $0 } }
}
