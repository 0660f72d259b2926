@testable import rescind_lab

/// Storms as simulator, topics and system would show them.
extension StormFacts {
    /// A minute of calm, four of storm, a budget of 15 cancels a minute and mailbox.
    static func clean() -> StormFacts {
        var facts = StormFacts()
        facts.settings.calm = .seconds(60)
        facts.settings.storm = .seconds(240)
        facts.settings.rate = 0.25
        facts.drained = .seconds(3)
        for number in 0..<20 {
            facts.answer(.quiet, at: .seconds(2 * number), took: .milliseconds(200))
            facts.answer(.quiet, at: .seconds(60 + 10 * number), took: .milliseconds(230))
        }
        for number in 0..<180 { facts.answer(.hot, at: .seconds(60) + .milliseconds(800 * number), took: .seconds(9)) }
        // Three at a time for the hot mailbox, as many a minute as its budget; the throttled tenant waits as it is told.
        for number in 0..<60 {
            facts.request("hot", .hot, at: .seconds(60 + 4 * number), isCancel: true, underWay: 1 + number % 3)
        }
        for number in 0..<10 {
            facts.request("throttled", .throttled, at: .seconds(60 + 4 * number), status: 429, wait: .seconds(2))
        }
        facts.request("away", .away, at: .seconds(100), status: 503)
        for second in 0..<320 { facts.memory.append(MemorySample(at: .seconds(second), bytes: 60_000_000)) }
        return facts
    }

    mutating func answer(_ group: StormGroup, at sent: Duration, took: Duration, status: String = "cancelled") {
        answers.append(StormAnswer(group: group, sent: sent, took: took, status: status))
    }

    /// Answered after a tenth of a second.
    mutating func request(
        _ mailbox: String, _ group: StormGroup, at arrived: Duration, isCancel: Bool = false, underWay: Int = 1,
        status: Int? = 202, wait: Duration? = nil
    ) {
        requests.append(
            StormRequest(
                mailbox: mailbox, group: group, isCancel: isCancel, arrived: arrived, underWay: underWay,
                ended: arrived + .milliseconds(100), status: status, retryAfter: wait
            )
        )
        requests.sort { $0.arrived < $1.arrived }
    }
}
