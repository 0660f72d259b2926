import GraphSimulator

/// What Graph does to whom, and when: faults of the simulator, all of them in force from one change to the next.
enum StormWeather {
    struct Change: Sendable, Hashable {
        /// From the beginning of the calm phase on.
        let at: Duration
        /// In their order: the first that matches a request has it.
        let rules: [FaultRule]
    }

    /// Part of the throttled tenant's requests that are turned away.
    static let throttledShare = 0.9
    /// What they are asked to wait, each as often as the others; drawn by the simulator from the seed.
    static let waits = ["1", "1.5", "2", "2.5", "3"]
    /// Part of the storm for which the cloud is down, in three pieces.
    static let awayShare = 0.2
    /// Where they begin, in parts of the storm.
    private static let awayBegins = [0.15, 0.45, 0.75]
    /// Of an ordinary answer; about what Graph takes.
    private static let latencies: [Duration] = [.milliseconds(60), .milliseconds(80), .milliseconds(100)]
    private static let latencyOfRefusal: Duration = .milliseconds(40)

    static func changes(_ settings: StormSettings) -> [Change] {
        var changes = [Change(at: .zero, rules: ordinary), Change(at: settings.calm, rules: throttling + ordinary)]
        let piece = settings.storm * (awayShare / Double(awayBegins.count))
        for (number, begin) in awayBegins.enumerated() {
            let start = settings.calm + settings.storm * begin
            changes.append(Change(at: start, rules: [outage(number)] + throttling + ordinary))
            changes.append(Change(at: start + piece, rules: throttling + ordinary))
        }
        return changes + [Change(at: settings.end, rules: ordinary)]
    }

    private static var ordinary: [FaultRule] {
        evenly(latencies, of: 1) { FaultRule(times: nil, rate: $1, delayBeforeActing: $0) }
    }

    private static var throttling: [FaultRule] {
        evenly(waits, of: throttledShare) { wait, rate in
            FaultRule(
                tenant: StormWorld.throttled.id, times: nil, rate: rate, delayBeforeActing: latencyOfRefusal,
                effect: .answer(FaultAnswer(status: 429, code: "ApplicationThrottled", retryAfter: wait))
            )
        }
    }

    /// The ways in which a cloud that is down shows it, one after the other. Its token endpoint is down as well.
    private static func outage(_ number: Int) -> FaultRule {
        let effects: [FaultEffect] = [
            .answer(FaultAnswer(status: 503, code: "serviceNotAvailable", retryAfter: "2")),
            .dropBeforeActing,
            .answer(FaultAnswer(status: 503, code: "serviceNotAvailable")),
        ]
        return FaultRule(
            cloud: StormWorld.awayCloud, times: nil, delayBeforeActing: latencyOfRefusal,
            effect: effects[number % effects.count]
        )
    }

    /// Rules that are asked one after the other and hit equal parts.
    /// - Parameter share: that all of them hit together.
    private static func evenly<Value>(
        _ values: [Value], of share: Double, rule: (Value, Double) -> FaultRule
    ) -> [FaultRule] {
        values.enumerated().map { number, value in
            rule(value, share / (Double(values.count) - share * Double(number)))
        }
    }
}
