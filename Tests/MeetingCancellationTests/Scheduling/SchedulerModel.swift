/// The scheduler's contract in its slowest form, as far as time has no part in it: plain lists, checked at every start.
struct SchedulerModel {
    private struct Waiting {
        let job: Int
        let lane: String
        let owner: String
    }

    let limit: Int
    let perMailbox: Int
    private var waiting: [Waiting] = []
    /// The job that runs in each lane.
    var running: [String: Int] = [:]
    private(set) var breach: String?

    init(limit: Int, perMailbox: Int) {
        self.limit = limit
        self.perMailbox = perMailbox
    }

    var isEmpty: Bool { waiting.isEmpty && running.isEmpty }

    mutating func enqueued(_ job: Int, lane: String, owner: String) {
        waiting.append(Waiting(job: job, lane: lane, owner: owner))
    }

    /// - Parameter job: what the scheduler started, or nil when it said that nothing may start.
    mutating func started(_ job: Int?) {
        guard let job else {
            let mayStart = running.count < limit && waiting.contains { running[$0.lane] == nil && !isFull($0.lane) }
            if mayStart { breach = "nothing started although something could" }
            return
        }
        guard let index = waiting.firstIndex(where: { $0.job == job }) else {
            breach = "\(job) is unknown, was dropped or started twice"
            return
        }
        let lane = waiting[index].lane
        if running[lane] != nil { breach = "two of lane \(lane) at once" }
        if waiting[..<index].contains(where: { $0.lane == lane }) { breach = "\(job) overtook its lane" }
        if isFull(lane) { breach = "more than \(perMailbox) of \(lane)'s mailbox" }
        if running.count >= limit { breach = "more than \(limit) at a time" }
        waiting.remove(at: index)
        running[lane] = job
    }

    mutating func dropped(_ owner: String) { waiting.removeAll { $0.owner == owner } }

    private func isFull(_ lane: String) -> Bool {
        running.keys.count { $0.prefix(1) == lane.prefix(1) } >= perMailbox
    }
}
