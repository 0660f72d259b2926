/// What the demo has sent, by place. An outcome speaks of a place too, which is another one for a command that the worker has
/// moved to its mailbox's partition: such a command is found by its id.
struct SentRecords: Sendable {
    private(set) var cases: [TopicPosition: DemoCase] = [:]
    private var places: [String: TopicPosition] = [:]

    mutating func sent(_ demoCase: DemoCase, at place: TopicPosition) {
        cases[place] = demoCase
        if let id = demoCase.id, places[id] == nil { places[id] = place }
    }

    func place(of outcome: ObservedOutcome) -> TopicPosition? {
        if cases[outcome.place] != nil { return outcome.place }
        return outcome.commandID.flatMap { places[$0] }
    }
}
