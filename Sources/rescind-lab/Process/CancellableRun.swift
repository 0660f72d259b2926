import ArgumentParser
import Foundation
import UnixSignals

/// A run of minutes. SIGINT and SIGTERM cancel it, so that no process of it stays behind.
enum CancellableRun {
    /// - Throws: an exit status: 130 after a signal, 70 when the run could not be carried out, which is told then.
    static func carryOut<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        do { return try await untilSignal(body) } catch let status as ExitCode { throw status } catch {
            FileHandle.standardError.write(Data("rescind-lab: \(error)\n".utf8))
            throw ExitCode(70)
        }
    }

    private static func untilSignal<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await _ in signals { break }
                return nil
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() ?? nil else { throw ExitCode(130) }
            return result
        }
    }
}
