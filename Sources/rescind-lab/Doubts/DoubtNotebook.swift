import GraphSimulator

/// What was sent, and what the outcome topic has said of it so far.
struct DoubtNotebook: Sendable {
    private var doubts: [Doubt] = []
    private var places: [String: Int] = [:]
    /// Of commands that are not known to be sent: faster than the sender was told of its record.
    private var early: [String: [DoubtOutcome]] = [:]
    private(set) var answered = 0
    /// Further records with the id of an outcome that is there already.
    private(set) var copies = 0

    var open: Int { doubts.count - answered }
    var sent: Int { doubts.count }

    mutating func sent(_ doubt: Doubt) {
        places[doubt.command] = doubts.count
        doubts.append(doubt)
        for outcome in early.removeValue(forKey: doubt.command) ?? [] { add(outcome, at: doubts.count - 1) }
    }

    /// - Parameter isSecondLook: the topic is read once more, so that what is known already is no copy.
    mutating func observed(_ outcome: ObservedOutcome, isSecondLook: Bool = false) {
        guard let command = outcome.commandID else { return }
        let found = DoubtOutcome(outcome)
        guard let place = places[command] else {
            early[command, default: []].append(found)
            return
        }
        if doubts[place].outcomes.contains(where: { $0.id == found.id }) {
            if !isSecondLook { copies += 1 }
        } else {
            add(found, at: place)
        }
    }

    private mutating func add(_ outcome: DoubtOutcome, at place: Int) {
        if doubts[place].outcomes.isEmpty { answered += 1 }
        doubts[place].outcomes.append(outcome)
    }

    /// With what the simulator shows.
    func doubts(in world: SimulatedWorld) -> [Doubt] {
        let mails = Dictionary(world.outbox.map { ($0.eventID, 1) }, uniquingKeysWith: +)
        return doubts.map { doubt in
            var doubt = doubt
            doubt.isCancelled = world.eventState(doubt.meeting) == .deleted
            doubt.mails = mails[doubt.meeting] ?? 0
            doubt.repeats = world.repeatedCancels[doubt.meeting] ?? 0
            return doubt
        }
    }

    /// Commands that an outcome speaks of and nobody sent.
    var strangers: Int { early.count }
}
