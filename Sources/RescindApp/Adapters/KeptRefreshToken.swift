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
        /// Newer than the file's, and not in it.
        var newest: Secret?
        var warned = false
    }

    private let file: RefreshTokenFile
    private let account: String
    private let logger: Logger
    private let state = Mutex(State())
    /// Files are read and synchronized here: a slow disk must not hold a thread of the tasks' pool.
    private let queue = DispatchQueue(label: "refresh-token")

    init(file: RefreshTokenFile, account: String, logger: Logger) {
        self.file = file
        self.account = account
        self.logger = logger
    }

    func current() async throws -> Secret {
        let inFile = try await onQueue { [file] () throws(RefreshTokenFile.Fault) in try file.read() }.get()
        return state.withLock { state in
            if state.inFile != inFile {
                state.inFile = inFile
                state.newest = nil
            }
            return state.newest ?? inFile
        }
    }

    func rotated(to newer: Secret) async {
        let before = state.withLock { state in
            state.newest = newer
            return state.inFile
        }
        guard let before else { return }
        let stored = await onQueue { [file] () throws(RefreshTokenFile.Fault) in
            // Not over a sign-in that came meanwhile.
            try file.replace(before, with: newer)
        }
        switch stored {
        case .success: break
        case .failure(let fault): warn(fault)
        }
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

    private func onQueue<Value: Sendable>(
        _ body: @escaping @Sendable () throws(RefreshTokenFile.Fault) -> Value
    ) async -> Result<Value, RefreshTokenFile.Fault> {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: Result(catching: body)) }
        }
    }
}
