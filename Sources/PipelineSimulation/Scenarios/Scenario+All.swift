import CommandPipeline
import MeetingCancellation

extension Scenario {
    package static let all = [writtenBehindTheQuestion, lateRequest]

    /// The former owner's offsets are accepted, and then its ledger has no leader until the next owner waits for a stable
    /// offset. What is written then lies behind any end of the ledger that was asked for before the offset was stable. Markers
    /// take their time, so that a reader with such an end stops before the record and finds nothing to wait for.
    private static let writtenBehindTheQuestion: Scenario = {
        let command: Ticks = .seconds(3)
        // Of two partitions, the second one goes to a worker that joins.
        var plan = SimulationPlan.small(partitions: 2, mailbox: 1, kinds: [.cancel], at: command)
        // The partition must change hands before the client gives its transaction up, 4 s after it began.
        plan.limits.drain = .milliseconds(10)
        // The worker would notice that the ledger it read is behind the offset, and ask again: the order has to hold by itself.
        plan.limits.acceptsLedgerGap = true
        plan.markerDelay = .milliseconds(1500)
        plan.faults = [
            Fault(.time(command), .ledgerWithoutLeader(1, .milliseconds(3700))),
            Fault(.time(command + .milliseconds(200)), .join(slot: 1)),
        ]
        return Scenario("written behind the question", plan)
    }()

    /// A process dies with its request on the way, which takes effect much later than a meeting takes to be shown as it is
    /// (R > V): whoever looks at once sees it twice, V apart, and sends again.
    private static let lateRequest: Scenario = {
        var plan = SimulationPlan.small(partitions: 1, mailbox: 0, kinds: [.cancel], at: .milliseconds(600))
        plan.limits.attempt.requestBound = .seconds(20)
        // The request must have arrived before the end, or nobody could say that it was still on its way.
        plan.endsEarly = false
        plan.faults = [Fault(.request(.cancel, 1), .killAfterSending)]
        return Scenario("late request of the dead", plan)
    }()
}
