/// The rules in force, in the order they were added.
struct FaultTable: Sendable {
    private var rules: [(id: Int, rule: FaultRule)] = []
    private var nextID = 1
    private var random: SeededRandom
    private let seed: UInt64

    init(seed: UInt64 = 0) {
        self.seed = seed
        random = SeededRandom(seed: seed)
    }

    var isEmpty: Bool { rules.isEmpty }
    var active: [(id: Int, rule: FaultRule)] { rules }

    /// Returns the rule's id.
    mutating func add(_ rule: FaultRule) -> Int {
        defer { nextID += 1 }
        if rule.times != 0 { rules.append((nextID, rule)) }
        return nextID
    }

    mutating func remove(_ id: Int) { rules.removeAll { $0.id == id } }

    /// Also begins the drawing anew: what is added next meets the same random numbers.
    mutating func removeAll() {
        rules = []
        random = SeededRandom(seed: seed)
    }

    /// The first rule that hits the request, an error mix resolved to the error drawn, and its name for the log.
    ///
    /// A used-up rule is removed.
    mutating func take(for subject: FaultSubject) -> (rule: FaultRule, name: String)? {
        for index in rules.indices where rules[index].rule.matches(subject) {
            var rule = rules[index].rule
            // Drawn only where it decides something, so that a rule without a rate disturbs no sequence.
            guard rule.rate >= 1 || Double.random(in: 0..<1, using: &random) < rule.rate else { continue }
            if let times = rule.times {
                if times == 1 { rules.remove(at: index) } else { rules[index].rule.times = times - 1 }
            }
            let name = rule.effect.name
            guard rule.effect == .errorMix else { return (rule, name) }
            rule.effect = UsualError.drawn(by: &random).effect(at: subject.operation, using: &random)
            return (rule, "\(name)/\(rule.effect.name)")
        }
        return nil
    }
}

extension FaultRule {
    fileprivate func matches(_ subject: FaultSubject) -> Bool {
        (cloud == nil || cloud == subject.cloud)
            && (operation == nil || operation == subject.operation)
            && tenant.map { subject.tenantNames.contains($0.lowercased()) } != false
            && application.map { $0.lowercased() == subject.application } != false
            && mailbox.map { subject.mailboxNames.contains($0.lowercased()) } != false
            && event.map(subject.eventIDs.contains) != false
    }
}
