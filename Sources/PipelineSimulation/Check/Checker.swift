import CommandContract
import CommandPipeline
import MeetingCancellation

/// Judges a run by its history alone (design, section 1).
struct Checker {
    let history: History
    let plan: SimulationPlan
    /// By identity, in the order of their sending.
    let requests: [String: [GraphModel.CancelRequest]]
    let lookUps: [String: [GraphModel.LookUp]]
    /// Ledger records of commands, by identity hash.
    let ledger: [LedgerKey: [History.Ledger]]
    /// By identity, when its primary outcomes were committed, in order.
    let primaryEnds: [String: [Ticks]]
    /// By the identity of a replay, those before it, oldest first.
    let chains: [String: [String]]

    init(history: History, plan: SimulationPlan) {
        self.history = history
        self.plan = plan
        requests = Dictionary(grouping: history.requests) { $0.command.text }
        lookUps = Dictionary(grouping: history.lookUps) { $0.command.text }
        chains = Dictionary(
            history.commands.filter { !$0.repeats.isEmpty }.map { ($0.identity ?? "", $0.repeats) },
            uniquingKeysWith: { first, _ in first })
        ledger = Dictionary(grouping: history.ledger, by: \.key)
        let primaries = Dictionary(grouping: history.outcomes.filter(\.isPrimary)) { $0.identity ?? "" }
        primaryEnds = primaries.mapValues { outcomes in
            outcomes.map { history.commits[$0.transaction]?.decided ?? 0 }.sorted()
        }
    }

    func violations() -> [Violation] {
        outcomes() + transactions() + intents() + repeats() + replays() + mails() + truths() + limits() + orders()
            + primaries() + series() + lanes() + withdrawals() + earlyWithdraws() + holds() + pauses()
            + breakers() + releases() + floods()
    }

    func decided(_ transaction: Int) -> Ticks { history.commits[transaction]?.decided ?? 0 }

    static func key(of identity: String) -> LedgerKey? {
        let parts = identity.split(separator: " ")
        guard parts.count == 2, let name = try? CommandIdentity(source: String(parts[0]), id: String(parts[1])) else {
            return nil
        }
        return .command(IdentityHash(name))
    }

    // MARK: P1

    func outcomes() -> [Violation] {
        let published = Dictionary(grouping: history.outcomes, by: \.position)
        let forwards = Dictionary(grouping: history.commands.filter { $0.forwardedFrom != nil }) { $0.forwardedFrom }
        var violations: [Violation] = []
        for command in history.commands {
            let outcomes = published[command.position]?.count ?? 0
            let hops = forwards[command.position]?.count ?? 0
            let wanted = command.isTombstone ? 0 : 1
            let isTwiceForwarded = hops > 0 && command.forwardedFrom != nil
            guard outcomes + hops != wanted || isTwiceForwarded else { continue }
            let place = "\(command.position.partition)/\(command.position.offset)"
            let text = "record \(place) (\(command.identity ?? "-")) has \(outcomes) outcomes and \(hops) forwards"
            violations.append(Violation(.oneOutcome, text))
        }
        let positions = Set(history.commands.map(\.position))
        for outcome in history.outcomes where !positions.contains(outcome.position) {
            violations.append(Violation(.oneOutcome, "an outcome of no record: \(outcome.position)"))
        }
        return violations
    }

    // MARK: One mail

    func mails() -> [Violation] {
        var violations: [Violation] = []
        var meetings: Set<Int> = []
        for (meeting, _) in history.outbox where !meetings.insert(meeting).inserted {
            violations.append(Violation(.oneMail, "meeting \(meeting) was mailed twice"))
        }
        return violations
    }

    // MARK: Primary

    func primaries() -> [Violation] {
        var violations: [Violation] = []
        let window = plan.limits.idempotencyWindow.ticks
        // The window counts from the broker's time of the ledger record, in whole seconds, and the record may have been written a
        // transaction's time-out before it was committed.
        let tolerance = plan.transactionTimeout + .seconds(5)
        let outcomes = Dictionary(grouping: history.outcomes.filter { $0.identity != nil }) { $0.identity ?? "" }
        for (identity, all) in outcomes.sorted(by: { $0.key < $1.key }) {
            guard all.contains(where: { $0.reason != .sourceUnknown }) else { continue }
            if !all.contains(where: \.isPrimary) {
                violations.append(Violation(.primary, "\(identity) has no primary outcome"))
            }
            // A forward that the broker does not take is worked on where it stands, and that partition knows no other's.
            for (_, settled) in Dictionary(grouping: all.filter(\.isPrimary), by: \.position.partition) {
                let times = settled.map { decided($0.transaction) }.sorted()
                for (earlier, later) in zip(times, times.dropFirst()) where later - earlier < window - tolerance {
                    violations.append(Violation(.primary, "\(identity) has two primary outcomes within the window"))
                }
            }
        }
        return violations
    }
}
