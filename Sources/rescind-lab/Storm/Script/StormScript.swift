import GraphSimulator

/// When which mailbox gets a command; the same for the same seed.
enum StormScript {
    struct Order: Sendable, Hashable {
        /// From the beginning of the calm phase on.
        let due: Duration
        let group: StormGroup
        let place: StormPlace
    }

    /// In the order of their times.
    static func orders(_ settings: StormSettings) -> [Order] {
        var random = SeededGenerator(seed: settings.seed)
        let storm = settings.calm..<settings.end
        let hotEnd = settings.calm + settings.storm * StormSettings.hotSpan
        var orders = others(settings.calmCommands, .zero..<settings.calm, &random)
        orders += others(settings.otherCommands, storm, &random)
        orders += draw(settings.hotCommands, .hot, settings.calm..<hotEnd, &random)
        return orders.sorted { $0.due < $1.due }
    }

    private static func others(
        _ count: Int, _ span: Range<Duration>, _ random: inout SeededGenerator
    ) -> [Order] {
        let groups = StormGroup.allCases.filter { $0.share > 0 && $0 != .quiet }
        var orders = groups.flatMap { draw(count * $0.share / 100, $0, span, &random) }
        // What the division left goes to the largest.
        orders += draw(count - orders.count, .quiet, span, &random)
        return orders
    }

    /// One in each of equal parts of the time: steady, and not in step with anything.
    private static func draw(
        _ count: Int, _ group: StormGroup, _ span: Range<Duration>, _ random: inout SeededGenerator
    ) -> [Order] {
        let places = StormWorld.places(of: group)
        let part = (span.upperBound - span.lowerBound) / Double(max(1, count))
        return (0..<count).map { number in
            let due = span.lowerBound + part * (Double(number) + Double.random(in: 0..<1, using: &random))
            return Order(due: due, group: group, place: places[Int.random(in: places.indices, using: &random)])
        }
    }
}
