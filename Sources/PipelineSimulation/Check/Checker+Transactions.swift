import CommandContract
import MeetingCancellation

extension Checker {
    /// P2: everything that one step changes is in one transaction.
    func transactions() -> [Violation] {
        let written = Dictionary(grouping: history.ledger, by: \.transaction)
        let published = Dictionary(grouping: history.outcomes, by: \.transaction)
        var violations: [Violation] = []
        for (number, commit) in history.commits.sorted(by: { $0.key < $1.key }) {
            let entries = written[number] ?? []
            let outcomes = published[number] ?? []
            violations += offsets(number, commit, entries)
            violations += ends(number, entries, outcomes)
            violations += marks(number, commit, entries, outcomes)
            let letters = outcomes.count { $0.isPrimary && $0.reason.isDeadLetter }
            if letters != commit.deadLetters {
                let text =
                    "transaction \(number): \(letters) outcomes ask for dead letters, \(commit.deadLetters) written"
                violations.append(Violation(.oneTransaction, text))
            }
        }
        return violations + positions()
    }

    private func offsets(_ number: Int, _ commit: History.Commit, _ entries: [History.Ledger]) -> [Violation] {
        let touched = Set(entries.map(\.at.partition))
        guard touched == Set(commit.offsets.keys), commit.validated != nil || touched.isEmpty else {
            let text =
                "transaction \(number) touched ledgers \(touched.sorted()) and offsets \(commit.offsets.keys.sorted())"
            return [Violation(.oneTransaction, text)]
        }
        return touched.sorted().compactMap { partition in
            let positions = entries.compactMap { entry -> Int64? in
                if entry.at.partition == partition, case .position(let position)? = entry.record {
                    position.nextOffset
                } else {
                    nil
                }
            }
            guard positions != [commit.offsets[partition] ?? -1] else { return nil }
            let text = "transaction \(number) partition \(partition): positions \(positions), offset \(commit.offsets)"
            return Violation(.oneTransaction, text)
        }
    }

    /// A command that the ledger calls settled has its outcome in the same transaction.
    private func ends(_ number: Int, _ entries: [History.Ledger], _ outcomes: [History.Outcome]) -> [Violation] {
        var wanted: [LedgerKey: Int] = [:]
        for outcome in outcomes where outcome.isPrimary {
            if let key = outcome.identity.flatMap(Self.key) { wanted[key, default: 0] += 1 }
        }
        return entries.compactMap { entry in
            guard case .settled? = entry.record else { return nil }
            wanted[entry.key, default: 0] -= 1
            return (wanted[entry.key] ?? 0) < 0
                ? Violation(.oneTransaction, "transaction \(number) settles \(entry.at) without an outcome") : nil
        }
    }

    /// An outcome without a mark in the ledger is published when the offset moves over its record.
    private func marks(
        _ number: Int, _ commit: History.Commit, _ entries: [History.Ledger], _ outcomes: [History.Outcome]
    ) -> [Violation] {
        let settled = Set(entries.compactMap { if case .settled? = $0.record { $0.key } else { nil } })
        return outcomes.compactMap { outcome in
            if outcome.isPrimary, let key = outcome.identity.flatMap(Self.key), settled.contains(key) { return nil }
            guard let offset = commit.offsets[outcome.position.partition], offset > outcome.position.offset else {
                return Violation(
                    .oneTransaction, "transaction \(number) publishes \(outcome.position) \(outcome.reason) unmarked")
            }
            return nil
        }
    }

    /// A partition's position never goes back, whoever writes it.
    private func positions() -> [Violation] {
        var last: [Int32: Int64] = [:]
        return (ledger[.position] ?? []).compactMap { entry in
            guard case .position(let position)? = entry.record else { return nil }
            defer { last[entry.at.partition] = position.nextOffset }
            guard let former = last[entry.at.partition], former > position.nextOffset else { return nil }
            return Violation(
                .oneTransaction, "partition \(entry.at.partition) went from \(former) to \(position.nextOffset)")
        }
    }
}
