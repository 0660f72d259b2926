import CommandContract
import CommandPipeline
import MeetingCancellation

extension Checker {
    /// P3: every request has its committed attempt, by the process that sent it and within the lease.
    func intents() -> [Violation] {
        history.requests.compactMap { request in
            guard let key = Self.key(of: request.command.text) else { return nil }
            let entries = (ledger[key] ?? []).filter { decided($0.transaction) <= request.sent }
            let covers = entries.filter { entry in
                guard case .attempting(let command)? = entry.record, command.attempts == request.number,
                    let commit = history.commits[entry.transaction], commit.process == request.process,
                    let validated = commit.validated
                else { return false }
                return request.sent < validated + plan.limits.attempt.requestLease.ticks
            }
            let text = "request \(request.number) of \(request.command.text) at \(World.spell(request.sent))"
            if covers.isEmpty { return Violation(.intent, "\(text) has no committed attempt within its lease") }
            // The latest word of the partition's ledger, as anybody reads it. An identity may be in two partitions, each with a
            // ledger of its own.
            let words = covers.map { cover in
                entries.filter { $0.at.partition == cover.at.partition }.max { $0.at < $1.at }?.record
            }
            if words.contains(where: { if case .attempting = $0 { true } else { false } }) { return nil }
            let isSettled = words.contains { if case .settled = $0 { true } else { false } }
            return isSettled
                ? Violation(.lookUp, "\(text) was sent after the command was settled")
                : Violation(.intent, "\(text) was sent though the ledger no longer says attempting")
        }
    }

    /// P4: what comes before a second request.
    func repeats() -> [Violation] {
        var violations: [Violation] = []
        for (identity, all) in requests.sorted(by: { $0.key < $1.key }) where !isWorkedOnApart(identity) {
            let sent = all.sorted { $0.sent < $1.sent }
            for (first, second) in zip(sent, sent.dropFirst()) where !hasEnded(identity, between: first, and: second) {
                if let text = objection(first, second, identity) {
                    violations.append(Violation(.lookUp, "\(identity) request at \(World.spell(second.sent)): \(text)"))
                }
            }
        }
        return violations
    }

    /// While the broker takes no forwards, a command that stands in the wrong partition and its repetition in the right one do not
    /// know of each other (docs/ledger.md says so).
    func isWorkedOnApart(_ identity: String) -> Bool {
        Set(history.outcomes.filter { $0.identity == identity && $0.isPrimary }.map(\.position.partition)).count > 1
    }

    /// An identity may be used anew after the window. Within it, ``intents()`` objects.
    private func hasEnded(
        _ identity: String, between first: GraphModel.CancelRequest, and second: GraphModel.CancelRequest
    ) -> Bool { ends(of: identity).contains { $0 >= first.sent && $0 <= second.sent } }

    func ends(of identity: String) -> [Ticks] { primaryEnds[identity] ?? [] }

    func objection(
        _ first: GraphModel.CancelRequest, _ second: GraphModel.CancelRequest, _ identity: String
    ) -> String? {
        if first.acted, (first.arrived ?? 0) <= second.sent { return "an earlier one had taken effect" }
        if let arrived = first.arrived, arrived > second.sent { return "an earlier one was still on its way" }
        guard !first.isClear else { return nil }
        let views = (lookUps[identity] ?? []).filter {
            $0.isCalendar && $0.isAnswered && $0.sent > first.sent && $0.sent < second.sent
        }
        return views.count >= 2 ? nil : "\(views.count) looks at the calendar after an attempt without a clear answer"
    }

    /// P6: of two commands for one meeting the later record sends nothing before the earlier one's last request, and ends later.
    func orders() -> [Violation] {
        let outcomes = Dictionary(grouping: history.outcomes, by: \.position)
        var primaries: [String: Int] = [:]
        for outcome in history.outcomes where outcome.isPrimary {
            primaries[outcome.identity ?? "", default: 0] += 1
        }
        let commands = history.commands.filter { command in
            guard let identity = command.identity, command.meeting != nil, !command.isRepetition else { return false }
            return primaries[identity] == 1 && outcomes[command.position]?.count == 1
        }
        var violations: [Violation] = []
        for (_, lane) in Dictionary(grouping: commands, by: \.meeting).sorted(by: { ($0.key ?? 0) < ($1.key ?? 0) }) {
            let inOrder = lane.sorted { $0.position < $1.position }
            for (earlier, later) in zip(inOrder, inOrder.dropFirst())
            where earlier.position.partition == later.position.partition {
                if let text = disorder(earlier, later, outcomes) { violations.append(Violation(.order, text)) }
            }
        }
        return violations
    }

    private func disorder(
        _ earlier: History.Command, _ later: History.Command, _ outcomes: [History.Position: [History.Outcome]]
    ) -> String? {
        guard let first = earlier.identity, let second = later.identity,
            let ended = outcomes[earlier.position]?.first, let endedLater = outcomes[later.position]?.first
        else { return nil }
        // Who asks nothing has no turn to wait for.
        guard firstQuestion(of: second) != nil, firstQuestion(of: first) != nil, ended.isPrimary,
            endedLater.isPrimary, ![.sourceNotAllowed, .expired, .tooLarge, .withdrawn].contains(endedLater.reason)
        else { return nil }
        if let last = (requests[first] ?? []).map(\.sent).max(), let next = (requests[second] ?? []).map(\.sent).min(),
            last > next
        {
            return "\(second) was sent before the last request of \(first)"
        }
        if decided(ended.transaction) > decided(endedLater.transaction) { return "\(second) ended before \(first)" }
        return nil
    }

    /// What a command says itself: a dry run sends nothing, and nothing goes after a deadline. And another content under the
    /// same identity is called that.
    func limits() -> [Violation] {
        let skew = plan.skew.map { abs($0) }.max() ?? 0
        var violations: [Violation] = []
        for command in history.commands {
            // After the window another content may use the identity.
            guard let limit = command.forbiddenFrom, let identity = command.identity, ends(of: identity).count <= 1,
                (requests[identity] ?? []).contains(where: { $0.sent > limit + skew + .seconds(1) })
            else { continue }
            violations.append(Violation(.truth, "\(identity) was sent though it forbids that"))
        }
        let conflicts = Set(history.commands.filter(\.isConflict).map(\.position))
        for outcome in history.outcomes where !outcome.isPrimary && conflicts.contains(outcome.position) {
            guard outcome.reason != .idempotencyConflict, outcome.reason != .expired else { continue }
            violations.append(Violation(.truth, "\(outcome.position) has another content, and is \(outcome.reason)"))
        }
        return violations + rights()
    }

    /// P7: nobody acts for a source whose rights were taken away before the process began.
    private func rights() -> [Violation] {
        history.requests.filter { request in
            history.withoutRights.contains(request.process) && request.command.source == Workload.otherSource
        }
        .map { Violation(.truth, "\($0.command.text) was sent without a right") }
    }

    func firstQuestion(of identity: String) -> Ticks? {
        ((requests[identity] ?? []).map(\.sent) + (lookUps[identity] ?? []).map(\.sent)).min()
    }

    /// P5: what outcomes claim against what has happened.
    func truths() -> [Violation] {
        var meetings: [String: Int] = [:]
        for command in history.commands {
            if let identity = command.identity, let meeting = command.meeting { meetings[identity] = meeting }
        }
        return history.outcomes.compactMap { outcome in
            guard outcome.isPrimary, let identity = outcome.identity, !isWorkedOnApart(identity) else { return nil }
            let time = decided(outcome.transaction)
            let former = ends(of: identity).last { $0 < time } ?? 0
            let isLast = ends(of: identity).last == time
            let sent = (requests[identity] ?? []).filter { $0.sent > former && (isLast || $0.sent <= time) }
            switch outcome.reason.status {
            case .cancelled:
                let when = meetings[identity].flatMap {
                    history.cancelled.indices.contains($0) ? history.cancelled[$0] : nil
                }
                if let when, when <= time { return nil }
                return Violation(.truth, "\(identity) is \(outcome.reason), and the meeting stands")
            case .refused, .failed, .checked, .withdrawn:
                guard sent.contains(where: \.acted) else { return nil }
                return Violation(.truth, "\(identity) is \(outcome.reason), and its request took effect")
            case .unresolved:
                guard !([identity] + (chains[identity] ?? [])).contains(where: wasAttempted) else { return nil }
                return Violation(.truth, "\(identity) is unresolved, and was never attempted")
            case .undecodable: return nil
            }
        }
    }

    private func wasAttempted(_ identity: String) -> Bool {
        let records = Self.key(of: identity).flatMap { ledger[$0] } ?? []
        return records.contains { if case .attempting? = $0.record { true } else { false } }
    }
}
