import CommandContract
import MeetingCancellation

/// What the look-up after one ambiguous answer has shown so far.
struct LookUpOracle {
    enum IDAnswer { case found, gone }

    /// No look-up may start before it: Graph need not show the effect yet.
    private(set) var earliest: Timestamp
    /// The last answer by id.
    private(set) var byID: IDAnswer?
    private(set) var wasSeenCancelled = false
    /// By the calendar's answer to the look-up that ``byID`` belongs to.
    private(set) var isAbsentFromCalendar = false
    private(set) var sightings = 0

    init(earliest: Timestamp = Timestamp(milliseconds: 0)) { self.earliest = earliest }

    mutating func found(_ meeting: MeetingSnapshot) {
        byID = .found
        isAbsentFromCalendar = false
        if meeting.isCancelled { wasSeenCancelled = true }
    }

    mutating func failed(_ failure: ExchangeFailure) {
        guard failure.kind == .notFound else { return }
        byID = .gone
        isAbsentFromCalendar = false
    }

    /// - Parameter entries: those that are the meeting in question.
    mutating func saw(_ entries: [MeetingSnapshot], now: Timestamp, allowance: Duration) {
        isAbsentFromCalendar = entries.isEmpty
        guard !entries.isEmpty else { return }
        if entries.allSatisfy(\.isCancelled) {
            wasSeenCancelled = true
        } else {
            sightings += 1
            earliest = now + allowance
        }
    }
}
