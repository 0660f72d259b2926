extension Checker {
    /// What each process asked of Graph, by what it had been told until then. What a process knew is gone with it.
    func lanes() -> [Violation] {
        let talks = Dictionary(grouping: history.talks, by: \.process)
        return talks.sorted { $0.key < $1.key }.flatMap { process, talks in
            var judge = LaneJudge(plan.limits)
            for talk in talks { judge.heard(talk) }
            return judge.breaches.map { Violation($0.rule, "process \(process) \($0.text)") }
        }
    }
}
