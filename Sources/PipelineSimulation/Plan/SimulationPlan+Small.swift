import CommandPipeline
import MeetingCancellation

extension SimulationPlan {
    /// A run of a single worker with nothing drawn in its plan: a few commands for one meeting, and short limits, so that model
    /// time, and with it the number of events, stays small.
    static func small(partitions: Int, mailbox: Int, kinds: [PlannedCommand.Kind], at time: Ticks) -> SimulationPlan {
        var limits = PipelineLimits()
        limits.batchRecords = 3
        limits.drain = .milliseconds(300)
        limits.defaultDeadline = .seconds(120)
        limits.lanes.backoffBase = .milliseconds(100)
        limits.attempt.backoffBase = .milliseconds(100)
        limits.attempt.requestLease = .milliseconds(300)
        limits.attempt.requestBound = .milliseconds(300)
        limits.attempt.visibilityAllowance = .milliseconds(300)
        return SimulationPlan(
            seed: 1, partitions: partitions, slots: 1, limits: limits, meetings: [Meeting(mailbox: mailbox)],
            commands: kinds.map { kind in
                PlannedCommand(
                    kind: kind, at: time, meeting: 0, isMisplaced: false, isOfOtherSource: false, padding: 0)
            },
            faults: [], afterCancel: .gone, repeatedCancelIsInvalid: false, tellsTime: true, skew: [0], slowness: 100,
            healsAt: .seconds(30), patience: .seconds(120), redelivers: false, endsEarly: true
        )
    }
}
