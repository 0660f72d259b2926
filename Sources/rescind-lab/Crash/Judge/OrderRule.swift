/// P6: the commands of one meeting are settled in their order.
enum OrderRule: CrashRule {
    static let name = "order"

    static func violations(in facts: CrashFacts) -> [Violation] {
        facts.byMeeting.flatMap { meeting, facts -> [Violation] in
            let first = facts.outcomes.reduce(into: [TopicPosition: TopicPosition]()) { places, outcome in
                places[outcome.record] = places[outcome.record].map { min($0, outcome.place) } ?? outcome.place
            }
            let ordered = facts.records(of: meeting).filter(\.kind.keepsOrder)
            return zip(ordered, ordered.dropFirst()).compactMap { earlier, later in
                guard let one = first[earlier.position], let other = first[later.position],
                    one.partition == other.partition, one.offset > other.offset
                else { return nil }
                return violation("\(later.position) was answered before \(earlier.position)", meeting)
            }
        }
    }
}
