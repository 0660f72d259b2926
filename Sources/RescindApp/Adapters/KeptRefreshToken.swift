import Dispatch
import Logging
import MicrosoftGraph
import Synchronization

/// An account's refresh token: in its file, and in memory when the file cannot be replaced.
///
/// Whatever somebody else puts into the file wins over what this process holds: it is a new sign-in, or another replica's
/// newer token.
final class KeptRefreshToken: RefreshTokenStore {
    private struct State {
        /// As last seen in the file.
        var inFile: Secret?
        /// The newest of this process, in the file or not yet.
        var newest: Secret?
        var isReading = false
        var warned = false
    }

    private let file: RefreshTokenFile
    private let account: String
    private let logger: Logger
    private let state = Mutex(State())
    /// Files are read and synchronized here: a slow disk must not hold a thread of the tasks' pool.
    private let queue: DispatchQueue

    /// - Parameter queue: a serial one of its own, since a volume that hangs holds it up.
    init(
        file: RefreshTokenFile, account: String, logger: Logger,
        queue: DispatchQueue = DispatchQueue(label: "refresh-token")
    ) {
        self.file = file
        self.account = account
        self.logger = logger
        self.queue = queue
    }

    /// The read before may still be under way, left behind by who asked for it. Then this fails at once: a volume that hangs
    /// holds one thread and one read per account, however often it is asked.
    func current() async throws -> Secret {
        try state.withLock { state throws(RefreshTokenFile.Fault) in
            guard !state.isReading else { throw .silent }
            state.isReading = true
        }
        let read: Result<Secret, RefreshTokenFile.Fault> = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: Result(catching: self.read)) }
        }
        return try read.get()
    }

    /// A process that ends before the file is written loses nothing: the file's own token stays good.
    func rotated(to newer: Secret) {
        state.withLock { $0.newest = newer }
        queue.async { self.store(newer) }
    }

    // MARK: On the queue, in order

    private func read() throws(RefreshTokenFile.Fault) -> Secret {
        defer { state.withLock { $0.isReading = false } }
        let inFile = try file.read()
        return state.withLock { state in
            if state.inFile != inFile {
                state.inFile = inFile
                state.newest = nil
            }
            return state.newest ?? inFile
        }
    }

    private func store(_ newer: Secret) {
        // Nothing is exchanged that was not read before.
        guard let seen = state.withLock({ $0.inFile }) else { return }
        do throws(RefreshTokenFile.Fault) {
            // Not over a sign-in that came meanwhile, which the next read finds.
            guard try file.replace(seen, with: newer) else { return }
            state.withLock { $0.inFile = newer }
            logger.debug("refresh token stored", metadata: ["account": "\(account)"])
        } catch { warn(error) }
    }

    private func warn(_ fault: RefreshTokenFile.Fault) {
        let isFirst = state.withLock { state in
            defer { state.warned = true }
            return !state.warned
        }
        guard isFirst else { return }
        logger.warning(
            "refresh token cannot be stored, going on with it in memory",
            metadata: ["account": "\(account)", "error": "refreshTokenFile \(fault.rule)"]
        )
    }
}
