/// No more cancels for one mailbox in any minute than its budget.
enum BudgetRule: StormRule {
    static let name = "budget"

    static func finding(in facts: StormFacts) -> StormFinding {
        let budget = facts.settings.cancelsPerMinute
        var finding = StormFinding()
        var most = 0
        for (mailbox, requests) in facts.requestsByMailbox.sorted(by: { $0.key < $1.key }) {
            let (count, end) = mostInAMinute(requests.filter(\.isCancel).map(\.arrived))
            most = max(most, count)
            guard count > budget else { continue }
            finding.violations.append(
                violation("\(mailbox): \(count) cancels in the minute before \(end.tenths) s"))
        }
        finding.lines = [
            .init(what: "most cancels for a mailbox in a minute", measured: "\(most)", bound: "\(budget)")
        ]
        return finding
    }

    /// - Parameter times: in their order.
    static func mostInAMinute(_ times: [Duration]) -> (count: Int, end: Duration) {
        var most = (count: 0, end: Duration.zero)
        var oldest = 0
        for (index, time) in times.enumerated() {
            while times[oldest] <= time - .seconds(60) { oldest += 1 }
            let count = index - oldest + 1
            if count > most.count { most = (count, time) }
        }
        return most
    }
}
