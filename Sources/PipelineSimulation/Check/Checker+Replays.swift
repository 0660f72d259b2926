import CommandContract
import MeetingCancellation

extension Checker {
    /// P4 and P5 from a command to those that were sent again for it: what it may have done is looked for before they do it, and
    /// what it has done they do not deny.
    func replays() -> [Violation] {
        chains.sorted { $0.key < $1.key }.flatMap { identity, earlier -> [Violation] in
            // Used anew after the window, an identity has more than one command behind it.
            guard ([identity] + earlier).allSatisfy({ ends(of: $0).count <= 1 && !isWorkedOnApart($0) }) else {
                return []
            }
            let before = earlier.flatMap { requests[$0] ?? [] }.sorted { $0.sent < $1.sent }
            return hasty(identity, before) + denials(identity, before)
        }
    }

    private func hasty(_ identity: String, _ before: [GraphModel.CancelRequest]) -> [Violation] {
        guard let last = before.last, let first = (requests[identity] ?? []).min(by: { $0.sent < $1.sent }),
            let text = objection(last, first, identity)
        else { return [] }
        return [Violation(.lookUp, "replay \(identity) request at \(World.spell(first.sent)): \(text)")]
    }

    private func denials(_ identity: String, _ before: [GraphModel.CancelRequest]) -> [Violation] {
        guard before.contains(where: \.acted) else { return [] }
        return history.outcomes.filter { outcome in
            outcome.identity == identity && outcome.isPrimary
                && [.refused, .failed, .checked].contains(outcome.reason.status)
                && hasAsked(outcome)
        }
        .map { Violation(.truth, "replay \(identity) is \($0.reason), and a request before it took effect") }
    }

    /// Taken in anew after a crash, a replay may be refused before anything is asked, which says nothing of the meeting. Kept by
    /// the ledger meanwhile, it has been taken in once.
    private func hasAsked(_ outcome: History.Outcome) -> Bool {
        let identity = outcome.identity ?? ""
        let asked = (requests[identity] ?? []).map(\.sent) + (lookUps[identity] ?? []).map(\.sent)
        let skew = plan.skew.map { abs($0) }.max() ?? 0
        guard let last = asked.max() else { return false }
        return Timestamp(milliseconds: World.epoch) + .microseconds(last - skew) >= outcome.consumed
    }
}
