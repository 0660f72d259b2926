import CommandPipeline
import Dispatch
import Synchronization

/// Reads the file of pauses beside the tasks' pool: a volume that hangs holds one thread and one reading, however often it is
/// asked, and is told as a fault.
final class PauseReader: Sendable {
    typealias Reading = Result<[PauseEntry], ConfigurationError>

    /// For one reading.
    static let patience: Duration = .seconds(10)

    private let read: @Sendable () throws(ConfigurationError) -> [PauseEntry]
    private let silence: ConfigurationError
    private let clock: any PipelineClock
    private let queue = DispatchQueue(label: "pauses")
    private let isReading = Mutex(false)

    convenience init(file: PauseFile, list: PauseList, clock: any PipelineClock) {
        self.init(silence: file.error("does not answer"), clock: clock) { () throws(ConfigurationError) in
            try list.entries(in: file.text())
        }
    }

    /// - Parameter silence: what a reading that takes too long is told as.
    init(
        silence: ConfigurationError, clock: any PipelineClock,
        read: @escaping @Sendable () throws(ConfigurationError) -> [PauseEntry]
    ) {
        self.silence = silence
        self.clock = clock
        self.read = read
    }

    /// - Returns: nil when the task is cancelled.
    func reading() async -> Reading? {
        guard begin() else { return .failure(silence) }
        let (answers, answer) = AsyncStream.makeStream(of: Reading.self, bufferingPolicy: .bufferingOldest(1))
        queue.async {
            let reading = Result { () throws(ConfigurationError) in try self.read() }
            self.isReading.withLock { $0 = false }
            answer.yield(reading)
        }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { [clock, silence] in
                do { try await clock.sleep(for: Self.patience) } catch { return }
                answer.yield(.failure(silence))
            }
            defer { group.cancelAll() }
            return await answers.first { _ in true }
        }
    }

    /// - Returns: false while the reading before this one is still under way.
    private func begin() -> Bool {
        isReading.withLock { isReading in
            defer { isReading = true }
            return !isReading
        }
    }
}
