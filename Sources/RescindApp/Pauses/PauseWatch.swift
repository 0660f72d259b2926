import CommandPipeline
import HTTPService
import Logging
import MeetingCancellation
import ServiceLifecycle

/// Reads the pauses again and again, and hands every change to the worker, the log and the metrics.
struct PauseWatch: Service {
    private let interval: Duration
    private let clock: any PipelineClock
    private let read: @Sendable () async -> PauseReader.Reading?
    private let report: PauseReport
    private let deliver: @Sendable ([PauseOrder]) -> Void
    private let start: StandingPauses

    /// Delivers the first list before it returns, so that whoever is made to wait takes nothing in before.
    /// - Parameters:
    ///   - first: what the file said when the process began.
    ///   - interval: between two readings.
    ///   - read: nil when the task is cancelled.
    init(
        first: [PauseEntry], interval: Duration, clock: any PipelineClock, logger: Logger, metrics: WorkerMetrics,
        read: @escaping @Sendable () async -> PauseReader.Reading?,
        deliver: @escaping @Sendable ([PauseOrder]) -> Void
    ) {
        self.interval = interval
        self.clock = clock
        self.read = read
        self.deliver = deliver
        report = PauseReport(logger: logger, metrics: metrics)
        var board = StandingPauses()
        let changes = board.listRead(first, at: clock.now)
        start = board
        deliver(board.orders)
        report.tell(changes, board)
    }

    func run() async throws { await cancelWhenGracefulShutdown { await follow() } }

    private func follow() async {
        var board = start
        while true {
            do { try await clock.sleep(for: interval) } catch { return }
            guard let reading = await read() else { return }
            let before = board.orders
            let changes =
                switch reading {
                case .success(let entries): board.listRead(entries, at: clock.now)
                case .failure(let error): board.readingFailed(error)
                }
            if board.orders != before { deliver(board.orders) }
            report.tell(changes, board)
        }
    }
}
