import CommandContract
import MeetingCancellation

/// Plays arrivals, ends and Graph's answers against one scheduler. A meeting is named `cloud:tenant:mailbox/event`; what is left
/// out in front is as its own as the mailbox.
struct LaneTalk {
    var scheduler: LaneScheduler<Int, String>
    var now = Duration.zero

    init(_ change: (inout LaneLimits) -> Void = { _ in }) {
        var limits = LaneLimits()
        change(&limits)
        scheduler = LaneScheduler(limits: limits)
    }

    static func lane(_ name: String) -> MeetingLane {
        let parts = name.split(separator: "/")
        return MeetingLane(mailbox: mailbox(String(parts[0])), eventID: String(parts.last ?? ""))
    }

    static func mailbox(_ name: String) -> MailboxLane {
        let parts = name.split(separator: ":").map(String.init)
        let mailbox = parts.last ?? ""
        return MailboxLane(
            cloud: parts.count > 2 ? parts[0] : mailbox, tenantID: parts.count > 1 ? parts[parts.count - 2] : mailbox,
            mailbox: mailbox
        )
    }

    @discardableResult
    mutating func come(_ job: Int, _ lane: String, owner: String = "p", start: Int64? = nil) -> Bool {
        scheduler.enqueue(
            job, lane: Self.lane(lane), owner: owner, start: start.map { Timestamp(milliseconds: $0) })
    }

    mutating func next() -> Int? { scheduler.next(at: now)?.job }

    mutating func all() -> [Int] {
        var jobs: [Int] = []
        while let job = next() { jobs.append(job) }
        return jobs
    }

    mutating func finish(_ lane: String) { scheduler.finished(Self.lane(lane)) }

    /// - Parameter seconds: what Graph asks for.
    mutating func turnAway(_ mailbox: String, for seconds: Int? = nil, jitter: Double = 1) {
        scheduler.turnedAway(
            Self.mailbox(mailbox), for: seconds.map { .seconds($0) }, at: now, jitter: jitter)
    }

    mutating func send(_ mailbox: String, cancels: Bool = true) {
        scheduler.requestSent(Self.mailbox(mailbox), isCancel: cancels, at: now)
    }

    /// Lets the time pass until something may have changed.
    mutating func wait() -> Duration? {
        guard let due = scheduler.wakesAt else { return nil }
        now = max(now, due)
        return now
    }
}
