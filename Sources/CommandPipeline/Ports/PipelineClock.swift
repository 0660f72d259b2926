package import CommandContract

/// The only time the pipeline knows.
package protocol PipelineClock: Sendable {
    var now: Timestamp { get }
    /// Time since some fixed instant, never set back.
    var uptime: Duration { get }
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    func sleep(for duration: Duration) async throws
}
