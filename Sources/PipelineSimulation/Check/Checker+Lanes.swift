import CommandPipeline

extension Checker {
    /// What each process asked of Graph, by what it had been told until then. What a process knew is gone with it.
    func lanes() -> [Violation] {
        let talks = Dictionary(grouping: history.talks, by: \.process)
        return talks.sorted { $0.key < $1.key }.flatMap { process, talks in
            var judge = LaneJudge(plan.limits)
            for talk in talks { judge.heard(talk) }
            return judge.breaches.filter { $0.rule != .order || !isAnew($0.command) }
                .map { Violation($0.rule, "process \(process) \($0.text)") }
        }
    }

    /// A repetition whose outcome was lost, and which came again after the window, is a command of its own by then, and later
    /// ones of its meeting may stand in the ledger.
    private func isAnew(_ command: CommandID) -> Bool {
        history.commands.contains { record in
            record.isRepetition && ends(of: record.identity ?? "").count > 1
                && record.position.partition == command.assignment.partition.partition
                && record.position.offset == command.offset
        }
    }
}
