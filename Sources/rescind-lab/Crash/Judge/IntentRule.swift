import CommandContract

/// P3: no cancel request without its attempt in the ledger before it.
enum IntentRule: CrashRule {
    static let name = "intent"

    static func applies(to facts: CrashFacts) -> Bool { !facts.ledger.isEmpty }

    static func violations(in facts: CrashFacts) -> [Violation] {
        facts.byMeeting.compactMap { meeting, facts in
            let attempts = attempts(facts)
            for (index, request) in firstRequests(facts).enumerated() {
                let before = attempts.filter { $0 <= request.time }.count
                if before <= index {
                    return violation("cancel request \(index + 1) after \(before) attempts in the ledger", meeting)
                }
            }
            return nil
        }
    }

    /// When each attempt was first written. One that is written again, as after a restart, is the same.
    private static func attempts(_ facts: CrashFacts) -> [Int64] {
        struct Attempt: Hashable {
            let identity: IdentityHash
            let number: Int64
        }
        var times: [Attempt: Int64] = [:]
        for fact in facts.ledger where fact.state == .attempting {
            let number = fact.attempt.map(Int64.init) ?? fact.place.offset
            let attempt = Attempt(identity: fact.identity, number: number)
            times[attempt] = min(times[attempt] ?? fact.time, fact.time)
        }
        return Array(times.values)
    }

    /// Without the repeat that follows a 401, which belongs to its attempt. The same id after another answer is another request:
    /// two workers number their attempts alike.
    private static func firstRequests(_ facts: CrashFacts) -> [CancelRequest] {
        var refused: Set<String> = []
        return facts.requests.sorted { $0.time < $1.time }.filter { request in
            guard let id = request.clientRequestID else { return true }
            let isRepeat = refused.remove(id) != nil
            if request.status == 401 { refused.insert(id) }
            return !isRepeat
        }
    }
}
