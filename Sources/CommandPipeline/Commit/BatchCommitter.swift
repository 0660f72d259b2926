import CommandContract
import MeetingCancellation
import Synchronization

/// Commits what is settled, one transaction after another, for as long as the worker runs.
struct BatchCommitter: Sendable {
    let shared: PipelineShared
    let source: any CommandSource
    let log: any OutcomeLog
    let clock: any PipelineClock
    let observer: any PipelineObserver
    let jitter: @Sendable () -> Double

    /// The next batch gathers while one is committed, and goes as soon as that one is through (group commit).
    /// - Throws: ``CommitFailure/fatal(code:)`` when the log refuses this worker for good.
    func run() async throws {
        var fatalGuard = FatalCommitGuard()
        var failures = 0
        try await reopen(&fatalGuard)
        for await _ in shared.committable.signals {
            while let (batch, records) = shared.state.withLock({ $0.takeBatch() }) {
                do {
                    try await log.commit(batch)
                    failures = 0
                    shared.update { $0.batchCommitted() }
                    shared.applyShares({ $0.fitsShareAgain() }, source.resume)
                    observer.batchCommitted(records: records)
                } catch {
                    failures += 1
                    observer.commitFailed(error)
                    try await recover(from: error, &fatalGuard)
                    try await pause(failures)
                }
            }
        }
    }

    private func recover(from failure: CommitFailure, _ fatalGuard: inout FatalCommitGuard) async throws {
        switch failure {
        case .aborted:
            let takenBack = shared.update { $0.batchAborted() }
            if takenBack > 0 { observer.forwardsTakenBack(takenBack) }
        case .indefinite:
            shared.update { $0.commitLeftUndecided() }
            try await reopen(&fatalGuard)
        case .fatal:
            shared.update { $0.commitLeftUndecided() }
            if fatalGuard.failed(at: clock.uptime) { throw failure }
            try await reopen(&fatalGuard)
        }
    }

    /// Opens the log anew, which decides every transaction left behind, and only then asks how far the group is: in the
    /// other order the answer could still change.
    private func reopen(_ fatalGuard: inout FatalCommitGuard) async throws {
        var failures = 0
        shared.update { $0.logLost() }
        while true {
            do {
                try await log.open()
                break
            } catch {
                observer.commitFailed(error)
                if case .fatal = error, fatalGuard.failed(at: clock.uptime) { throw error }
            }
            failures += 1
            try await pause(failures)
        }
        try await reconcile()
    }

    private func reconcile() async throws {
        var failures = 0
        while true {
            let partitions = shared.state.withLock { $0.openPartitions }
            do {
                let committed = partitions.isEmpty ? [:] : try await source.committedOffsets(partitions)
                shared.update { $0.reconciled(committed) }
                shared.applyShares({ $0.fitsShareAgain() }, source.resume)
                return observer.logOpened(committed: committed)
            } catch let error as CancellationError {
                throw error
            } catch {
                observer.committedOffsetsUnreadable(error)
            }
            failures += 1
            try await pause(failures)
        }
    }

    private func pause(_ failures: Int) async throws {
        let ceiling = min(Duration.milliseconds(100) * (1 << min(failures, 6)), .seconds(5))
        try await clock.sleep(for: ceiling * (0.5 + jitter() / 2))
    }
}
