import DequeModule

/// Which command runs next: at most `concurrency` at a time, first come first served, those of one meeting in order.
///
/// `Job` is opaque here; `Owner` names the partition assignment a job belongs to, so that a revocation can take its jobs back.
/// A command that waits for time keeps its lane and gives up its place among the running.
package struct CommandQueue<Job: Sendable, Owner: Hashable & Sendable>: Sendable {
    package struct Entry: Sendable {
        package let lane: MeetingLane
        package let owner: Owner
        package let job: Job
    }

    private let concurrency: Int
    private var running = 0
    private var ready: Deque<Entry> = []
    /// First the job that is in `ready`, running or suspended, then those that must wait behind it.
    private var lanes: [MeetingLane: Deque<Entry>] = [:]

    package init(concurrency: Int) { self.concurrency = max(1, concurrency) }

    /// - Returns: whether the job has to wait behind another one of its meeting.
    @discardableResult
    package mutating func enqueue(_ job: Job, lane: MeetingLane, owner: Owner) -> Bool {
        let entry = Entry(lane: lane, owner: owner, job: job)
        guard lanes[lane] == nil else {
            lanes[lane]?.append(entry)
            return true
        }
        lanes[lane] = [entry]
        ready.append(entry)
        return false
    }

    /// The jobs of a lane in their order.
    package func jobs(in lane: MeetingLane) -> [Job] { lanes[lane]?.map(\.job) ?? [] }

    /// The next command to start or to go on, or nil when the limit is reached or nothing is ready.
    package mutating func next() -> Entry? {
        guard running < concurrency, let entry = ready.popFirst() else { return nil }
        running += 1
        return entry
    }

    /// A running command waits for time.
    package mutating func suspended(_ lane: MeetingLane) {
        if !PlantedFault.isOn(.turnNeverEnds) { running -= 1 }
    }

    /// Its time has come: it is ready again, still ahead of its lane.
    package mutating func resumed(_ job: Job, lane: MeetingLane, owner: Owner) {
        ready.append(Entry(lane: lane, owner: owner, job: job))
    }

    /// A running command ended; the next one of its meeting becomes ready.
    package mutating func finished(_ lane: MeetingLane) {
        running -= 1
        advance(lane)
    }

    /// A suspended command ended without having gone on.
    package mutating func left(_ lane: MeetingLane) { advance(lane) }

    /// Forgets what is ready or waits behind another; running and suspended commands are told one by one.
    package mutating func drop(_ owner: Owner) {
        for (lane, entries) in lanes where entries.dropFirst().contains(where: { $0.owner == owner }) {
            lanes[lane] = Deque(entries.prefix(1) + entries.dropFirst().filter { $0.owner != owner })
        }
        let forgotten = ready.filter { $0.owner == owner }
        guard !forgotten.isEmpty else { return }
        ready.removeAll { $0.owner == owner }
        for entry in forgotten { advance(entry.lane) }
    }

    private mutating func advance(_ lane: MeetingLane) {
        _ = lanes[lane]?.popFirst()
        if let next = lanes[lane]?.first {
            ready.append(next)
        } else {
            lanes[lane] = nil
        }
    }
}
