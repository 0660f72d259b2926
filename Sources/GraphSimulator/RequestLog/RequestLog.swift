import DequeModule
import FoundationEssentials

/// The requests in order of arrival: a bounded ring with exact counts.
struct RequestLog: Sendable {
    private(set) var counts = RequestCounts()
    private var records: Deque<RequestRecord> = []
    private var lastSequence = 0
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// The newest records the ring holds, oldest first.
    func newest(_ limit: Int = .max) -> [RequestRecord] {
        Array(records.suffix(limit))
    }

    var nextSequence: Int { lastSequence + 1 }

    /// Enters a request on arrival, so that one that is held back can be seen.
    mutating func arrived(_ record: RequestRecord) {
        lastSequence = record.sequence
        counts.arrived += 1
        counts.byOperation[record.operation, default: 0] += 1
        if records.count == capacity { records.removeFirst() }
        records.append(record)
    }

    /// The request changed the world; its ending may still be far off.
    mutating func acted(_ sequence: Int) {
        guard sequence > firstCounted else { return }
        counts.acted += 1
        update(sequence) { $0.acted = true }
    }

    mutating func ended(_ sequence: Int, _ ending: RequestRecord.Ending, _ answer: SimulatedAnswer?, at time: Date) {
        guard sequence > firstCounted else { return }
        switch ending {
        case .answered(let status, _): counts.byStatus[status, default: 0] += 1
        case .dropped: counts.dropped += 1
        case .pending: break
        }
        update(sequence) {
            $0.ending = ending
            $0.endedAt = time
            $0.aadsts = answer?.aadsts
            $0.retryAfter = answer?.headers.first { $0.0 == "retry-after" }?.1
        }
    }

    /// Sequences go on, so a request that was under way at the reset does not touch a later one's record.
    mutating func reset() {
        records = []
        counts = RequestCounts()
        firstCounted = lastSequence
    }

    /// Requests up to this one arrived before the last reset and are no longer counted.
    private var firstCounted = 0

    private mutating func update(_ sequence: Int, _ change: (inout RequestRecord) -> Void) {
        guard let first = records.first?.sequence, sequence >= first else { return }
        change(&records[sequence - first])
    }
}
