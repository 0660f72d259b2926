import CommandContract
import CommandPipeline
import MeetingCancellation

extension Checker {
    /// Whoever is told `withdrawn` tells the truth about both records.
    func withdrawals() -> [Violation] {
        let withdraws = Dictionary(
            history.commands.compactMap { command in command.withdraws.map { (command.identity ?? "", $0) } },
            uniquingKeysWith: { first, _ in first })
        let primaries = Dictionary(grouping: history.outcomes.filter(\.isPrimary)) { $0.identity ?? "" }
        let taken = history.outcomes.filter { $0.reason == .withdrawn && $0.isPrimary }
        var violations: [Violation] = []
        for outcome in taken {
            let identity = outcome.identity ?? ""
            let partners = taken.filter { partner in
                partner.transaction == outcome.transaction
                    && (withdraws[identity] == partner.identity || withdraws[partner.identity ?? ""] == identity)
            }
            if partners.count != 1 {
                violations.append(
                    Violation(.held, "\(identity) is withdrawn, with \(partners.count) others that say so with it"))
            }
            // An identity may be used anew after the window.
            if primaries[identity]?.count == 1, !(requests[identity] ?? []).isEmpty {
                violations.append(Violation(.held, "\(identity) is withdrawn, and was sent"))
            }
        }
        return violations
    }

    /// By the slowest clock.
    func holds() -> [Violation] {
        let skew = plan.skew.map { abs($0) }.max() ?? 0
        return history.commands.compactMap { command in
            guard let opens = command.heldUntil, let identity = command.identity,
                let asked = firstQuestion(of: identity), asked < opens - skew - .seconds(1)
            else { return nil }
            return Violation(
                .held, "\(identity) was asked about at \(World.spell(asked)), held to \(World.spell(opens))")
        }
    }

    /// A request whose attempt was committed just before may leave within its lease only by a process that was frozen meanwhile.
    func pauses() -> [Violation] {
        history.requests.compactMap { request in
            guard let told = history.pauses[request.process]?.last(where: { $0.at <= request.sent }),
                told.scopes.contains(.everything) || told.scopes.contains(.source(request.command.source)),
                request.sent > told.at + plan.limits.attempt.requestLease.ticks
            else { return nil }
            let text = "request of \(request.command.text) at \(World.spell(request.sent)), paused since"
            return Violation(.held, "\(text) \(World.spell(told.at))")
        }
    }
}
