/// The rules in force, in the order they were added.
struct FaultTable: Sendable {
    private struct Entry: Sendable {
        let id: Int
        var rule: FaultRule

        /// After a hit; nil when that was the last.
        var afterHit: Entry? {
            guard let times = rule.times else { return self }
            guard times > 1 else { return nil }
            var entry = self
            entry.rule.times = times - 1
            return entry
        }
    }

    /// Those that name no event.
    private var general: [Entry] = []
    /// The others by their event, so that thousands of them cost a request no more than one.
    private var ofEvents: [String: [Entry]] = [:]
    private var nextID = 1
    private var random: SeededRandom
    private let seed: UInt64

    init(seed: UInt64 = 0) {
        self.seed = seed
        random = SeededRandom(seed: seed)
    }

    var isEmpty: Bool { general.isEmpty && ofEvents.isEmpty }

    var active: [(id: Int, rule: FaultRule)] {
        (general + ofEvents.values.joined()).sorted { $0.id < $1.id }.map { ($0.id, $0.rule) }
    }

    /// Returns the rule's id.
    mutating func add(_ rule: FaultRule) -> Int {
        defer { nextID += 1 }
        guard rule.times != 0 else { return nextID }
        let entry = Entry(id: nextID, rule: rule)
        if let event = rule.event { ofEvents[event, default: []].append(entry) } else { general.append(entry) }
        return nextID
    }

    mutating func remove(_ id: Int) {
        general.removeAll { $0.id == id }
        ofEvents = ofEvents.mapValues { $0.filter { $0.id != id } }.filter { !$0.value.isEmpty }
    }

    /// Also begins the drawing anew: what is added next meets the same random numbers.
    mutating func removeAll() {
        general = []
        ofEvents = [:]
        random = SeededRandom(seed: seed)
    }

    /// The first rule that hits the request, an error mix resolved to the error drawn, and its name for the log.
    ///
    /// A used-up rule is removed.
    mutating func take(for subject: FaultSubject) -> (rule: FaultRule, name: String)? {
        let candidates = general + subject.eventIDs.flatMap { ofEvents[$0] ?? [] }
        for entry in candidates.sorted(by: { $0.id < $1.id }) where entry.rule.matches(subject) {
            var rule = entry.rule
            // Drawn only where it decides something, so that a rule without a rate disturbs no sequence.
            guard rule.rate >= 1 || Double.random(in: 0..<1, using: &random) < rule.rate else { continue }
            hit(entry)
            let name = rule.name
            guard rule.effect == .errorMix else { return (rule, name) }
            rule.effect = UsualError.drawn(by: &random).effect(at: subject.operation, using: &random)
            return (rule, "\(name)/\(rule.effect.name)")
        }
        return nil
    }

    private mutating func hit(_ entry: Entry) {
        func afterHit(_ entries: [Entry]) -> [Entry] {
            entries.compactMap { $0.id == entry.id ? $0.afterHit : $0 }
        }
        guard let event = entry.rule.event else {
            general = afterHit(general)
            return
        }
        let left = afterHit(ofEvents[event] ?? [])
        ofEvents[event] = left.isEmpty ? nil : left
    }
}

extension FaultRule {
    /// In the log.
    fileprivate var name: String {
        guard cut != nil else { return effect.name }
        return effect == .none ? "cut" : "\(effect.name)+cut"
    }

    fileprivate func matches(_ subject: FaultSubject) -> Bool {
        (cloud == nil || cloud == subject.cloud)
            && (operation == nil || operation == subject.operation)
            && tenant.map { subject.tenantNames.contains($0.lowercased()) } != false
            && application.map { $0.lowercased() == subject.application } != false
            && mailbox.map { subject.mailboxNames.contains($0.lowercased()) } != false
            && event.map(subject.eventIDs.contains) != false
    }
}
