import CommandPipeline
import MeetingCancellation
import MicrosoftGraph
import RescindApp

/// What one run of the doubts is made of.
struct DoubtSettings: Sendable {
    var count = 100_000
    var seed: UInt64 = 1
    /// Commands without an outcome at a time: the mock keeps 5 MB a partition, and what nobody has read yet must fit in.
    var open = 4000
    /// Records written at a time.
    var batch = 250
    /// Without a single further outcome for so long the run is given up.
    var patience: Duration = .seconds(90)
    /// Of a request (`graph.requestTimeout`). A machine that is so busy that an ordinary answer takes longer would let a request
    /// act after its look-up, which no worker can know: V is the promise that it does not happen.
    var requestTimeout: Duration = .seconds(5)
    /// V (`limits.visibilityAllowance`).
    var visibilityAllowance: Duration = .milliseconds(300)
    /// The simulator shows a cancel within this: below V, as the worker is told.
    var longestLag: Duration = .milliseconds(150)
    /// The most that may end `unresolved`, as a share: looking up works all the time.
    var unresolvedBound = 0.001

    /// Nothing may hold a command back but its own doubt: here almost every answer is lost, which lanes take for being turned
    /// away.
    func applied(to lab: RescindConfiguration) -> RescindConfiguration {
        var configuration = lab
        configuration.timeouts.total = requestTimeout
        configuration.timeouts.connect = requestTimeout / 2
        configuration.limits.attempt.requestBound = requestTimeout
        configuration.limits.attempt.visibilityAllowance = visibilityAllowance
        configuration.limits.lanes.concurrency = 512
        configuration.limits.lanes.requestsPerSecond = 100_000
        configuration.limits.lanes.spread = .max
        configuration.limits.lanes.backoffBase = .milliseconds(1)
        configuration.limits.lanes.backoffCap = .milliseconds(1)
        return configuration
    }
}
