/// No request for a mailbox before the time that the `Retry-After` of an answer to it permits.
///
/// What the worker had sent before it had read that answer is no violation. The simulator notes the end of a request right before
/// the answer goes out, so such requests arrive up to ``crossing`` later, and there are no more of them than the lane's other
/// places.
enum PermittedTimeRule: StormRule {
    static let name = "permittedTime"

    /// For an answer to reach the worker, and a request to come from it, on one busy machine.
    static let crossing: Duration = .milliseconds(250)
    /// The simulator's times are the wall clock's and the worker waits by a monotonic one: adjusting the former by 500 parts in a
    /// million, the most that an NTP client does, is 1.5 ms in 3 s.
    static let clocks: Duration = .milliseconds(5)

    static func finding(in facts: StormFacts) -> StormFinding {
        var finding = StormFinding()
        var (waits, crossed, last) = (0, 0, Duration.zero)
        var soonest: Duration?
        for (mailbox, requests) in facts.requestsByMailbox.sorted(by: { $0.key < $1.key }) {
            for request in requests {
                guard let wait = request.retryAfter, let end = request.ended else { continue }
                waits += 1
                let after = requests[firstIndex(in: requests, after: end)...]
                let early = after.prefix { $0.arrived < end + wait - clocks }
                let onTheWay = early.prefix { $0.arrived < end + crossing }
                crossed += onTheWay.count
                last = max(last, onTheWay.last.map { $0.arrived - end } ?? .zero)
                if let next = after.dropFirst(early.count).first { soonest = least(soonest, next.arrived - end - wait) }
                finding.violations += onTheWay.dropFirst(StormSettings.mailboxConcurrency - 1).map {
                    tooEarly($0, mailbox, end, wait)
                }
                finding.violations += early.dropFirst(onTheWay.count).map { tooEarly($0, mailbox, end, wait) }
            }
        }
        finding.lines = [
            .init(what: "answers with Retry-After", measured: "\(waits)"),
            .init(
                what: "requests before the permitted time", measured: "\(finding.violations.count)",
                bound: "0, by clocks \(clocks.wholeMilliseconds) ms"),
            .init(
                what: "on the way as the answer went out",
                measured: "\(crossed), the last \(last.wholeMilliseconds) ms after it",
                bound: "\(StormSettings.mailboxConcurrency - 1) an answer, \(crossing.wholeMilliseconds) ms"),
            .init(
                what: "the earliest request after a wait",
                measured: soonest.map { "\($0.wholeMilliseconds) ms after its end" } ?? "none"),
        ]
        return finding
    }

    private static func tooEarly(
        _ request: StormRequest, _ mailbox: String, _ end: Duration, _ wait: Duration
    ) -> Violation {
        let (after, permitted) = ((request.arrived - end).wholeMilliseconds, wait.wholeMilliseconds)
        return violation(
            "\(request.group.rawValue) \(mailbox) at \(end.tenths) s: a request (\(request.underWay) under way) "
                + "\(after) ms after an answer that asked for \(permitted) ms"
        )
    }

    private static func least(_ one: Duration?, _ other: Duration) -> Duration { one.map { min($0, other) } ?? other }

    /// Of the requests that arrived later than that.
    private static func firstIndex(in requests: [StormRequest], after time: Duration) -> Int {
        var (low, high) = (0, requests.count)
        while low < high {
            let middle = (low + high) / 2
            if requests[middle].arrived > time { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
