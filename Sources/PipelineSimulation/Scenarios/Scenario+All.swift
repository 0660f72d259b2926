import CommandPipeline
import MeetingCancellation

extension Scenario {
    package static let all = [
        writtenBehindTheQuestion, lateRequest, answersLost, seriesOfTheDead, flood, mended, crowd,
    ]

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

    /// No answer to the end of a transaction comes: each of them happened, and must not be made once more.
    private static let answersLost: Scenario = {
        var plan = SimulationPlan.small(
            partitions: 1, mailbox: 0, kinds: [.cancel, .malformed, .repetition(of: 0)], at: .milliseconds(600))
        plan.faults = (1...12).map { Fault(.request(.endTransaction, $0), .loseAnswer) }
        return Scenario("answers lost", plan)
    }()

    /// A process dies with the request for a series on its way, and a command for one of its occurrences stands before that of
    /// the series in the ledger or in the topic: whoever restores both must not send for the occurrence before it knows of the
    /// series.
    private static let seriesOfTheDead: Scenario = {
        let command: Ticks = .milliseconds(600)
        var plan = SimulationPlan.small(partitions: 1, mailbox: 0, kinds: [.cancel], at: command)
        plan.meetings.append(.init(mailbox: 0, series: 0))
        // Its place is held by the one that waits, and the series is begun beside it.
        plan.commands.insert(
            PlannedCommand(
                kind: .held(.milliseconds(900)), at: command, meeting: 1, isMisplaced: false, isOfOtherSource: false,
                padding: 0), at: 0)
        plan.faults = [Fault(.request(.cancel, 1), .killAfterSending)]
        return Scenario("series of the dead", plan)
    }()

    /// A tenant's consent is gone for a while, and comes back when nobody sends a command for it any more: those that wait must
    /// find it out by themselves.
    private static let mended: Scenario = {
        var plan = SimulationPlan.small(partitions: 1, mailbox: 0, kinds: [], at: 0)
        plan.drawOut(into: 5, mailboxes: 1, every: .milliseconds(300))
        plan.limits.defaultDeadline = .seconds(400)
        plan.limits.breaker.failures = 2
        plan.limits.breaker.mailboxes = 1
        plan.limits.breaker.pause = .seconds(1)
        plan.faults = [Fault(.time(0), .refuseTenant(0, .seconds(6)))]
        return Scenario("mended", plan)
    }()

    /// More at once than Graph is to be asked in all.
    private static let crowd: Scenario = {
        var plan = SimulationPlan.small(partitions: 1, mailbox: 0, kinds: [.cancel], at: .milliseconds(600))
        plan.drawOut(into: 20, mailboxes: 4, every: .milliseconds(20))
        plan.limits.lanes.concurrency = 1
        plan.limits.lanes.requestsPerSecond = 1
        return Scenario("crowd", plan)
    }()

    /// More undecodable records in a row than pass at once, and commands behind and between them.
    private static let flood: Scenario = {
        let command: Ticks = .milliseconds(600)
        let kinds = [PlannedCommand.Kind](repeating: .malformed, count: 60)
        var plan = SimulationPlan.small(partitions: 1, mailbox: 0, kinds: kinds + [.cancel] + kinds, at: command)
        plan.limits.undecodablePerMinute = 600
        return Scenario("flood", plan)
    }()
}

extension SimulationPlan {
    /// Commands for so many meetings instead, one after the other.
    fileprivate mutating func drawOut(into count: Int, mailboxes: Int, every interval: Ticks) {
        let first: Ticks = .milliseconds(600)
        meetings = (0..<count).map { Meeting(mailbox: $0 % mailboxes * partitions) }
        commands = meetings.indices.map { meeting in
            PlannedCommand(
                kind: .cancel, at: first + meeting * interval, meeting: meeting, isMisplaced: false,
                isOfOtherSource: false, padding: 0)
        }
    }
}
