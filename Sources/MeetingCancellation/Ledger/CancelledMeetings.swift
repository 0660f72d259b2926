import CommandContract
import DequeModule

/// The meetings that were cancelled last, up to a bound.
///
/// A second request for one of them would mail everybody again as long as Graph does not show what the first one did.
struct CancelledMeetings: Sendable {
    private static let most = 10_000

    private struct Entry: Sendable {
        let meeting: CancelledMeeting
        let settled: Timestamp
        let number: UInt64
    }

    private var entries: [MeetingHash: Entry] = [:]
    private var order: Deque<(hash: MeetingHash, number: UInt64)> = []
    private var lastNumber: UInt64 = 0

    mutating func insert(_ meeting: CancelledMeeting, settled: Timestamp) {
        lastNumber += 1
        entries[meeting.meeting] = Entry(meeting: meeting, settled: settled, number: lastNumber)
        order.append((meeting.meeting, lastNumber))
        while order.count > Self.most, let oldest = order.popFirst() {
            if entries[oldest.hash]?.number == oldest.number { entries[oldest.hash] = nil }
        }
    }

    subscript(hash: MeetingHash) -> (meeting: CancelledMeeting, settled: Timestamp)? {
        entries[hash].map { ($0.meeting, $0.settled) }
    }
}
