import CommandContract
import CommandPipeline
import MeetingCancellation

extension Checker {
    /// Once as many commands of a tenant as a breaker looks at have ended by the same refusal, one more ends so at most in each
    /// pause: the others wait.
    func breakers() -> [Violation] {
        let ends = history.outcomes.filter { $0.isPrimary && firstQuestion(of: $0.identity ?? "") != nil }
        let byProcess = Dictionary(grouping: ends) { history.commits[$0.transaction]?.process ?? -1 }
        // What was lost with a partition had been counted, and shows nowhere. What an abort took back is staged again.
        return byProcess.filter { !history.withLosses.contains($0.key) }.sorted { $0.key < $1.key }
            .flatMap { process, ends in
                Dictionary(grouping: ends) { $0.tenant ?? "" }.sorted { $0.key < $1.key }.flatMap { tenant, ends in
                    breaches(of: tenant, by: process, ends)
                }
            }
    }

    /// They say nothing of a tenant.
    private static let silent: Set<OutcomeReason> = [
        .throttledOut, .graphUnavailable, .tenantPaused, .answerLost, .expired, .meetingStarted, .withdrawn,
    ]

    private func breaches(of tenant: String, by process: Int, _ ends: [History.Outcome]) -> [Violation] {
        var run: [History.Outcome] = []
        var heldSince: Timestamp?
        var violations: [Violation] = []
        for end in inOrder(ends) where !Self.silent.contains(end.reason) {
            guard end.reason == .accessDenied else {
                (run, heldSince) = ([], nil)
                continue
            }
            if let last = heldSince {
                heldSince = end.settled
                guard end.settled + .milliseconds(1) < last + plan.limits.breaker.pause, !isLate(end) else { continue }
                violations.append(
                    Violation(.held, "process \(process): \(end.identity ?? "") ended while its tenant was held"))
                continue
            }
            run.append(end)
            if isEnough(run.suffix(plan.limits.breaker.recent)) { heldSince = end.settled }
        }
        return violations
    }

    /// The refusal before anything else of the same millisecond, of which nobody can say that it came first.
    private func inOrder(_ ends: [History.Outcome]) -> [History.Outcome] {
        ends.sorted { left, right in
            left.settled == right.settled
                ? left.reason == .accessDenied && right.reason != .accessDenied : left.settled < right.settled
        }
    }

    private func isEnough(_ run: ArraySlice<History.Outcome>) -> Bool {
        let limits = plan.limits.breaker
        guard run.count >= limits.recent, let first = run.first, let last = run.last,
            last.settled < first.settled + limits.span
        else { return false }
        return Set(run.map(\.mailbox)).count >= limits.mailboxes
    }

    /// Behind its deadline a command ends as it is told.
    private func isLate(_ end: History.Outcome) -> Bool {
        let spans = history.commands.filter { $0.identity == end.identity }.compactMap(\.forbiddenFrom)
        let deadlines = spans.map { Timestamp(milliseconds: World.epoch) + .microseconds($0) }
        let latest = ([end.consumed + plan.limits.defaultDeadline] + deadlines).min() ?? end.consumed
        return end.settled + .seconds(5) >= latest
    }

    /// Nothing waits for its deadline once nobody holds it and nothing fails any more.
    func releases() -> [Violation] {
        // Else the budgets, or a ledger that is full, hold commands for minutes.
        guard plan.limits.lanes.cancelsPerMinute >= 30, plan.limits.lanes.requestsPerSecond >= 1000,
            plan.limits.settledCommands > plan.commands.count
        else { return [] }
        // An attempt whose commit, behind the markers of the one before, takes longer than its lease begins anew, and may do so
        // until its deadline.
        let mayExpire = plan.limits.attempt.requestLease.ticks <= 2 * plan.markerDelay
        let reasons: Set<OutcomeReason> = mayExpire ? [.tenantPaused] : [.tenantPaused, .expired]
        // A lost answer to the reading of a ledger is waited for for a minute, and the shorter deadlines may pass by then.
        let latest = plan.healsAt + .seconds(100)
        guard plan.limits.defaultDeadline.ticks > latest else { return [] }
        let short = Set(history.commands.filter { $0.forbiddenFrom != nil }.compactMap(\.identity))
        return history.outcomes.filter { outcome in
            reasons.contains(outcome.reason) && outcome.isPrimary
                && decided(outcome.transaction) > latest && !short.contains(outcome.identity ?? "")
        }
        .map { Violation(.held, "\($0.identity ?? "") was held to the end, \(World.spell(decided($0.transaction)))") }
    }

    /// Behind fifty undecodable records in a row, the next ones of a partition pass one at a time.
    func floods() -> [Violation] {
        let interval = Duration.seconds(60) / plan.limits.undecodablePerMinute - .milliseconds(1)
        let outcomes = history.outcomes.sorted { $0.position < $1.position }
        return Dictionary(grouping: outcomes) { $0.position.partition }.sorted { $0.key < $1.key }
            .flatMap { _, outcomes -> [Violation] in
                var (run, violations): (Int, [Violation]) = (0, [])
                for (former, next) in zip(outcomes, outcomes.dropFirst()) {
                    guard former.reason.status == .undecodable, next.reason.status == .undecodable,
                        history.commits[former.transaction]?.process == history.commits[next.transaction]?.process
                    else {
                        run = 0
                        continue
                    }
                    run += 1
                    guard run >= 50, next.settled < former.settled + interval else { continue }
                    violations.append(Violation(.held, "\(next.position) passed in a flood"))
                }
                return violations
            }
    }

    /// A withdraw that came first, and not too long before, takes its command back.
    func earlyWithdraws() -> [Violation] {
        let outcomes = Dictionary(grouping: history.outcomes.filter(\.isPrimary)) { $0.identity ?? "" }
        let commands = Dictionary(grouping: history.commands) { $0.identity ?? "" }
        let skew = (plan.skew.map { abs($0) }.max() ?? 0) / 1000 * 2
        return history.commands.compactMap { withdraw in
            guard let taken = withdraw.withdraws, let own = outcomes[withdraw.identity ?? ""], own.count == 1,
                let records = commands[taken], records.count == 1, let command = records.first,
                command.position.partition == withdraw.position.partition, withdraw.position < command.position,
                let ends = outcomes[taken], ends.count == 1, ends[0].reason != .withdrawn,
                [.tooLateToWithdraw, .commandUnknown].contains(own[0].reason), firstQuestion(of: taken) != nil,
                ends[0].consumed + .milliseconds(skew) < own[0].consumed + plan.limits.withdrawWindow
            else { return nil }
            return Violation(
                .held, "\(taken) is \(ends[0].reason), though \(withdraw.identity ?? "") had been waiting for it")
        }
    }
}
