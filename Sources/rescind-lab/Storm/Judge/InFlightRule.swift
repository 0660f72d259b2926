/// Never more requests for one mailbox under way than its lane may have, as the simulator counts them at every arrival.
enum InFlightRule: StormRule {
    static let name = "inFlight"

    static func finding(in facts: StormFacts) -> StormFinding {
        let limit = StormSettings.mailboxConcurrency
        let most = facts.requests.map(\.underWay).max() ?? 0
        var finding = StormFinding()
        finding.lines = [
            .init(what: "most requests for a mailbox at a time", measured: "\(most)", bound: "\(limit)")
        ]
        for (mailbox, requests) in facts.requestsByMailbox.sorted(by: { $0.key < $1.key }) {
            let beyond = requests.filter { $0.underWay > limit }
            guard let worst = beyond.max(by: { $0.underWay < $1.underWay }) else { continue }
            finding.violations.append(
                violation(
                    "\(worst.group.rawValue) \(mailbox): \(worst.underWay) at a time at \(worst.arrived.tenths) s, "
                        + "more than \(limit) \(beyond.count) times"))
        }
        return finding
    }
}
