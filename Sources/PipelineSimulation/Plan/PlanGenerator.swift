import CommandPipeline
import MeetingCancellation

/// Draws a plan from a seed.
package enum PlanGenerator {
    package static func plan(seed: UInt64, commands count: Int = 20) -> SimulationPlan {
        // Neighbouring seeds must not give neighbouring runs.
        var random = SeededRandom(seed: seed &* 0x2545_F491_4F6C_DD1D ^ 0x5DEE_CE66)
        let partitions = random.int(1...4)
        // Some runs are about little else than partitions that change hands while a transaction is open.
        let isUnsettled = random.chance(20)
        let slots = isUnsettled ? random.int(2...3) : random.int(1...3)
        // Some are about few mailboxes that have much to do.
        let isCrowded = random.chance(20)
        let meetings = meetings(max(2, count * 2 / 3), mailboxes: partitions * (isCrowded ? 1 : 3), &random)
        let refusesForwards = random.chance(6)
        let limits = limits(&random)
        let records = commands(count, meetings.count, partitions, limits, refusesForwards, &random)
        let healsAt = records.map(\.at).max().map { $0 + random.int(.seconds(5) ... .seconds(25)) } ?? .seconds(10)
        var faults = FaultGenerator.faults(
            isUnsettled ? random.int(15...30) : random.int(0...20), isUnsettled: isUnsettled, until: healsAt,
            slots: slots, partitions: partitions, meetings: meetings.count, &random)
        if refusesForwards {
            faults.append(Fault(.time(random.int(0 ... .seconds(5))), .refuseForwards(.seconds(random.int(5...60)))))
        }
        var plan = SimulationPlan(
            seed: seed, partitions: partitions, slots: slots, limits: limits, meetings: meetings, commands: records,
            faults: faults, afterCancel: random.pick([.gone, .cancelled, .unchanged]),
            repeatedCancelIsInvalid: random.chance(50), tellsTime: random.chance(70),
            skew: (0..<slots).map { _ in random.chance(70) ? 0 : random.int(-1_500_000...1_500_000) },
            slowness: random.pick([50, 100, 100, 200]), healsAt: healsAt, patience: .seconds(600),
            redelivers: random.chance(40), transactionTimeout: .seconds(random.pick([5, 5, 12, 30])),
            markerDelay: .milliseconds(random.pick([8, 8, 8, 8, 50, 50, 50, 1500])),
            recordLimit: random.chance(15) ? random.int(1350...1500) : nil, retryAfters: random.pick(retryAfters),
            replays: random.pick([0, 2, 5])
        )
        // At a worker whose clock is ahead it is shorter by as much, and there must be something left of it.
        plan.limits.attempt.visibilityAllowance += .microseconds(max(0, plan.skew.max() ?? 0))
        return plan
    }

    private static func meetings(
        _ count: Int, mailboxes: Int, _ random: inout SeededRandom
    ) -> [SimulationPlan.Meeting] {
        let occurrences = random.pick([0, 0, 30, 60])
        var meetings: [SimulationPlan.Meeting] = []
        for _ in 0..<count {
            let others = meetings.indices.filter { meetings[$0].series == nil }
            if !others.isEmpty, random.chance(occurrences) {
                let series = random.pick(others)
                meetings.append(SimulationPlan.Meeting(mailbox: meetings[series].mailbox, series: series))
            } else {
                meetings.append(SimulationPlan.Meeting(mailbox: random.int(0...mailboxes - 1)))
            }
        }
        return meetings
    }

    private static func breaker(_ random: inout SeededRandom) -> BreakerLimits {
        var breaker = BreakerLimits()
        breaker.recent = random.int(3...6)
        breaker.failures = random.int(2...3)
        breaker.share = 0.5
        breaker.mailboxes = random.int(1...2)
        breaker.span = .seconds(20)
        breaker.pause = .milliseconds(random.int(300...2000))
        breaker.longestPause = .seconds(4)
        breaker.probeBound = .seconds(3)
        return breaker
    }

    private static func limits(_ random: inout SeededRandom) -> PipelineLimits {
        var limits = PipelineLimits()
        limits.lanes = lanes(&random)
        limits.breaker = breaker(&random)
        limits.stagedRecords = random.int(6...20)
        limits.partitionRecords = random.int(3...8)
        limits.batchRecords = random.pick([1, 2, 3, 3, 5, 1000])
        limits.commandBytes = 1500
        limits.defaultDeadline = .seconds(random.pick([20, 60, 200]))
        limits.drain = .milliseconds(random.int(500...2500))
        limits.openCommands = random.pick([1, 2, 3, 10, 10_000])
        limits.restoreAlarm = .seconds(5)
        if random.chance(35) {
            limits.idempotencyWindow = .seconds(random.int(8...40))
            if random.chance(40) { limits.settledCommands = random.int(3...10) }
        } else {
            limits.idempotencyWindow = .seconds(3600)
        }
        limits.withdrawWindow = .seconds(random.pick([0, 2, 6]))
        limits.attempt.backoffBase = .milliseconds(200)
        limits.attempt.backoffCap = .seconds(2)
        limits.attempt.longestWait = .seconds(5)
        limits.attempt.requestLease = .milliseconds(random.int(500...2500))
        limits.attempt.requestBound = .milliseconds(random.int(700...3000))
        limits.attempt.visibilityAllowance = .milliseconds(random.int(500...3000))
        limits.attempt.readAge = random.pick([.seconds(1), .seconds(4), .seconds(60)])
        return limits
    }

    /// Nothing, none at all, fractions, seconds, and more than is obeyed.
    private static let retryAfters: [[Duration?]] = [
        [.milliseconds(700)], [nil], [.zero, nil, .milliseconds(300)], [.milliseconds(1500), .milliseconds(50)],
        [.seconds(3), .seconds(4)], [.seconds(86_400), .milliseconds(700)],
    ]

    private static func lanes(_ random: inout SeededRandom) -> LaneLimits {
        var lanes = LaneLimits()
        lanes.concurrency = random.pick([1, 2, 3, 4, 8])
        lanes.inFlightPerMailbox = random.int(1...3)
        lanes.cancelsPerMinute = random.pick([3, 10, 30])
        lanes.requestsPerSecond = random.pick([1, 1000, 1000, 1000])
        lanes.mailboxes = random.pick([1, 3, 50_000])
        lanes.spread = random.int(2...3)
        lanes.spreadWindow = .seconds(3)
        lanes.backoffBase = .milliseconds(200)
        lanes.backoffCap = .seconds(2)
        lanes.probeBound = .seconds(3)
        return lanes
    }

    private static func commands(
        _ count: Int, _ meetings: Int, _ partitions: Int, _ limits: PipelineLimits, _ refusesForwards: Bool,
        _ random: inout SeededRandom
    ) -> [PlannedCommand] {
        var commands: [PlannedCommand] = []
        var time: Ticks = random.int(0 ... .seconds(2))
        let pace: Ticks = .milliseconds(random.pick([50, 500, 2000]))
        for _ in 0..<count {
            time += random.int(0...2 * pace)
            commands.append(command(commands, time, meetings, partitions, refusesForwards, &random))
        }
        return commands
    }

    private static func command(
        _ earlier: [PlannedCommand], _ time: Ticks, _ meetings: Int, _ partitions: Int, _ refusesForwards: Bool,
        _ random: inout SeededRandom
    ) -> PlannedCommand {
        let kind = kind(earlier, refusesForwards, &random)
        var time = time
        var meeting = random.int(0...meetings - 1)
        var isOfOtherSource = random.chance(15)
        if case .repetition(let original) = kind { meeting = earlier[original].meeting }
        if case .conflict(let original) = kind {
            meeting = earlier[original].meeting
            isOfOtherSource = earlier[original].isOfOtherSource
        }
        if case .withdrawal(let original) = kind {
            meeting = earlier[original].meeting
            isOfOtherSource = earlier[original].isOfOtherSource
            // Nothing keeps the order in which the two are put on their way.
            if random.chance(30) { time = max(0, earlier[original].at - random.int(0 ... .seconds(4))) }
        }
        // Only what is obeyed is forwarded; the rest has its outcome where it stands.
        let isForwarded = if case .withdrawal = kind { true } else { kind == .cancel }
        let isMisplaced = isForwarded && !isOfOtherSource && partitions > 1 && random.chance(12)
        return PlannedCommand(
            kind: kind, at: time, meeting: meeting, isMisplaced: isMisplaced, isOfOtherSource: isOfOtherSource,
            padding: random.chance(5) ? random.int(800...1000) : 0
        )
    }

    private static func kind(
        _ earlier: [PlannedCommand], _ refusesForwards: Bool, _ random: inout SeededRandom
    ) -> PlannedCommand.Kind {
        let originals = earlier.indices.filter { index in
            // Worked on where it stands, a misplaced command is not known where its repetition comes.
            if refusesForwards, earlier[index].isMisplaced { return false }
            switch earlier[index].kind {
            case .cancel, .dryRun, .mistyped, .shortDeadline, .held, .invalidField: return true
            default: return false
            }
        }
        switch random.int(1...100) {
        case 1...17 where !originals.isEmpty: return .repetition(of: random.pick(originals))
        case 18...22 where !originals.isEmpty: return .conflict(with: random.pick(originals))
        case 23...24: return .malformed
        case 25...26: return .tombstone
        case 27...28: return .tooLarge
        case 29...30: return .invalidField
        case 31...32: return .unknownSource
        case 33...36: return .dryRun
        case 37...40: return .mistyped
        case 41...46: return .shortDeadline(random.int(.milliseconds(200) ... .seconds(8)))
        case 47...52: return .held(random.int(.milliseconds(200) ... .seconds(8)))
        case 53...60 where !originals.isEmpty: return .withdrawal(of: random.pick(originals))
        default: return .cancel
        }
    }
}
