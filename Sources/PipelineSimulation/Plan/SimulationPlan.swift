package import CommandPipeline

/// Everything about a run that is drawn beforehand.
package struct SimulationPlan: Sendable {
    package struct Meeting: Sendable, Equatable {
        package let mailbox: Int
        /// Number of the meeting whose occurrence it is.
        package var series: Int?
    }

    /// What Graph shows by id of a meeting that was cancelled.
    package enum AfterCancel: Int, Sendable { case gone, cancelled, unchanged }

    package var seed: UInt64
    package var partitions: Int
    package var slots: Int
    package var limits: PipelineLimits
    package var meetings: [Meeting]
    package var commands: [PlannedCommand]
    package var faults: [Fault]
    package var afterCancel: AfterCancel
    /// A second cancel of a meeting is answered by 400 instead of 404.
    package var repeatedCancelIsInvalid: Bool
    /// Topics with log append time: receipts tell it.
    package var tellsTime: Bool
    /// By slot, of the civil clock.
    package var skew: [Ticks]
    /// How long everything takes, in hundredths.
    package var slowness: Int
    /// From here on nothing fails any more.
    package var healsAt: Ticks
    /// Until when everything must have come to rest after that.
    package var patience: Ticks
    package var redelivers: Bool
    /// After which the coordinator aborts what nobody ends.
    package var transactionTimeout: Ticks = .seconds(5)
    /// How long the markers of a decided transaction may take.
    package var markerDelay: Ticks = .milliseconds(8)
    /// Bytes of the largest record that outcomes, ledger and dead letters take, smaller than was configured.
    package var recordLimit: Int?
    /// What Graph says when it turns a request away, drawn at each answer.
    package var retryAfters: [Duration?] = [.milliseconds(700)]
    /// How many of the commands that failed or are unresolved are sent again, at most.
    package var replays = 0
    /// Commands that are not produced, by number.
    package var omitted: Set<Int> = []
    /// The run ends as soon as everything is at rest after the last command, healed or not.
    package var endsEarly = false

    /// Whether others are its occurrences.
    func isSeries(_ meeting: Int) -> Bool { meetings.contains { $0.series == meeting } }
}
