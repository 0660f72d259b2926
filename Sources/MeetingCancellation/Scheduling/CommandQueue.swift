import DequeModule

/// Which command runs next: at most `concurrency` at a time, first come first served, those of one meeting in order.
///
/// `Job` is opaque here; `Owner` names the partition assignment a job belongs to, so that a revocation can take its jobs back.
package struct CommandQueue<Job: Sendable, Owner: Hashable & Sendable>: Sendable {
    package struct Entry: Sendable {
        package let lane: MeetingLane
        package let owner: Owner
        package let job: Job
    }

    private let concurrency: Int
    private var running = 0
    private var ready: Deque<Entry> = []
    /// Lanes with a job in `ready` or running; the queue holds those that must wait behind it.
    private var behind: [MeetingLane: Deque<Entry>] = [:]

    package init(concurrency: Int) { self.concurrency = max(1, concurrency) }

    package mutating func enqueue(_ job: Job, lane: MeetingLane, owner: Owner) {
        let entry = Entry(lane: lane, owner: owner, job: job)
        if behind[lane] != nil {
            behind[lane]?.append(entry)
        } else {
            behind[lane] = []
            ready.append(entry)
        }
    }

    /// The next command to start, or nil when the limit is reached or nothing is ready.
    package mutating func next() -> Entry? {
        guard running < concurrency, let entry = ready.popFirst() else { return nil }
        running += 1
        return entry
    }

    /// A started command ended; the next one of its meeting becomes ready.
    package mutating func finished(_ lane: MeetingLane) {
        running -= 1
        advance(lane)
    }

    /// Forgets what has not started yet; running commands end by themselves.
    /// - Returns: how many were forgotten.
    @discardableResult
    package mutating func drop(_ owner: Owner) -> Int {
        var dropped = 0
        for (lane, entries) in behind {
            let kept = entries.filter { $0.owner != owner }
            dropped += entries.count - kept.count
            behind[lane] = kept
        }
        let forgotten = ready.filter { $0.owner == owner }
        ready.removeAll { $0.owner == owner }
        for entry in forgotten { advance(entry.lane) }
        return dropped + forgotten.count
    }

    private mutating func advance(_ lane: MeetingLane) {
        if let next = behind[lane]?.popFirst() {
            ready.append(next)
        } else {
            behind[lane] = nil
        }
    }
}
