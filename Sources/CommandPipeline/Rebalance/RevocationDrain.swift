import Synchronization

/// Gives up partitions in order: nothing more begins, what may have acted ends, outcomes are committed, and only then the
/// partitions go.
struct RevocationDrain: Sendable {
    let shared: PipelineShared
    let clock: any PipelineClock
    let observer: any PipelineObserver
    /// How long commands that may have acted have to find out.
    let bound: Duration
    /// How long the commit of what they then say may take.
    private static let commitBound: Duration = .seconds(5)

    func run(_ assignments: [Assignment]) async {
        shared.update { $0.revocationBegan(assignments) }
        shared.advance(assignments, to: .leaving)
        if await !drained(assignments, within: bound) {
            observer.drainTimedOut(assignments)
            // Requests in flight are cut off now, and whoever is still in doubt says so rather than nothing.
            shared.advance(assignments, to: .ended)
            _ = await drained(assignments, within: Self.commitBound)
        }
        // No open transaction may contain a partition that has been let go: its offsets would move under the next owner.
        // This wait ends because a commit ends by itself, at the latest by its own bound, be it without an answer.
        while !shared.update({ $0.letGo(assignments) }) {
            await shared.wait { !$0.isInOpenTransaction(assignments) }
            // A cancelled wait ends early, as the whole run does: no committer is left to end the transaction.
            if Task.isCancelled {
                shared.update { $0.forgotten(assignments) }
                break
            }
        }
        shared.advance(assignments, to: .ended)
    }

    private func drained(_ assignments: [Assignment], within bound: Duration) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await shared.wait { $0.isDrained(assignments) }
                return shared.state.withLock { $0.isDrained(assignments) }
            }
            group.addTask {
                // Cancelled when the drain is over first; then nobody reads this answer.
                try? await clock.sleep(for: bound)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
    }
}
