package import CommandContract
import DequeModule
import HeapModule

/// Which command runs next. Those of one meeting run in their order; a mailbox has a few at a time, and none while Graph has
/// turned it, its tenant or its cloud away or a budget is used up; mailboxes take turns, so that one with very many commands
/// delays no other.
///
/// Within a mailbox the soonest meeting comes first, where its start is known, and before those whose start is not.
///
/// `Job` is opaque here; `Owner` names the partition assignment a job belongs to, so that a revocation can take its jobs back.
/// A command that waits for time keeps its meeting's lane and gives up its place among the running.
package struct LaneScheduler<Job: Sendable, Owner: Hashable & Sendable>: Sendable {
    package struct Entry: Sendable, Comparable {
        package let lane: MeetingLane
        package let owner: Owner
        package let job: Job
        let start: Timestamp?
        /// Of its arrival.
        let number: UInt64

        package static func == (left: Entry, right: Entry) -> Bool { left.number == right.number }

        package static func < (left: Entry, right: Entry) -> Bool {
            switch (left.start, right.start) {
            case (let a?, let b?) where a != b: a < b
            case (.some, nil): true
            case (nil, .some): false
            default: left.number < right.number
            }
        }
    }

    private struct Sleeper: Comparable, Sendable {
        let due: Duration
        let mailbox: MailboxLane
        /// Tells an alarm that still counts from one that was put off.
        let number: UInt64

        static func == (left: Sleeper, right: Sleeper) -> Bool { left.number == right.number }

        static func < (left: Sleeper, right: Sleeper) -> Bool {
            (left.due, left.number) < (right.due, right.number)
        }
    }

    let limits: LaneLimits
    private var running = 0
    private var lastNumber: UInt64 = 0
    /// First the job that is ready, running or suspended, then those that must wait behind it.
    private(set) var meetings: [MeetingLane: Deque<Entry>] = [:]
    private(set) var mailboxes: [MailboxLane: MailboxTurns<Entry>] = [:]
    private(set) var levels: [CoolingLevel: LevelTurns] = [:]
    /// Mailboxes that may have something to begin.
    private var turns: Deque<MailboxLane> = []
    private var asleep: Heap<Sleeper> = []
    private var total: RateWindow
    private(set) var lastUptime = Duration.zero
    /// So many mailboxes are remembered before the next look for some to forget.
    private var mailboxesKept: Int

    package init(limits: LaneLimits) {
        self.limits = limits
        mailboxesKept = limits.mailboxes
        total = .tenSeconds(cap: limits.requestsPerSecond * 10)
    }

    // MARK: Coming and going

    /// - Parameter start: of the meeting, where it is known.
    /// - Returns: whether the job has to wait behind another one of its meeting.
    @discardableResult
    package mutating func enqueue(_ job: Job, lane: MeetingLane, owner: Owner, start: Timestamp?) -> Bool {
        lastNumber += 1
        if mailboxes.count >= mailboxesKept { forgetIdle() }
        let entry = Entry(lane: lane, owner: owner, job: job, start: start, number: lastNumber)
        guard meetings[lane] == nil else {
            meetings[lane]?.append(entry)
            return true
        }
        meetings[lane] = [entry]
        makeReady(entry)
        return false
    }

    /// The jobs of a meeting in their order.
    package func jobs(in lane: MeetingLane) -> [Job] { meetings[lane]?.map(\.job) ?? [] }

    /// The last jobs of a meeting, in their order, back to the first of which it is not true.
    package func lastJobs(in lane: MeetingLane, while isTrue: (Job) -> Bool) -> [Job] {
        guard let entries = meetings[lane] else { return [] }
        let others = entries.lastIndex { !isTrue($0.job) }
        return entries[(others.map { $0 + 1 } ?? entries.startIndex)...].map(\.job)
    }

    /// A running command waits for time.
    package mutating func suspended(_ lane: MeetingLane) {
        if !PlantedFault.isOn(.turnNeverEnds) { ended(lane.mailbox) }
    }

    /// Its time has come: it is ready again, still ahead of its meeting's others.
    package mutating func resumed(_ lane: MeetingLane, start: Timestamp?) {
        guard let entry = meetings[lane]?.first else { return }
        makeReady(
            Entry(lane: lane, owner: entry.owner, job: entry.job, start: start ?? entry.start, number: entry.number))
    }

    /// A running command ended; the next one of its meeting becomes ready.
    package mutating func finished(_ lane: MeetingLane) {
        ended(lane.mailbox)
        advance(lane)
    }

    /// A suspended command ended without having gone on.
    package mutating func left(_ lane: MeetingLane) { advance(lane) }

    /// Forgets what is ready or waits behind another; running and suspended commands are told one by one.
    package mutating func drop(_ owner: Owner) {
        for (lane, entries) in meetings where entries.dropFirst().contains(where: { $0.owner == owner }) {
            meetings[lane] = Deque(entries.prefix(1) + entries.dropFirst().filter { $0.owner != owner })
        }
        var forgotten: [Entry] = []
        for index in mailboxes.values.indices {
            let ready = mailboxes.values[index].ready.unordered
            guard ready.contains(where: { $0.owner == owner }) else { continue }
            forgotten += ready.filter { $0.owner == owner }
            mailboxes.values[index].ready = Heap(ready.filter { $0.owner != owner })
        }
        // In the order of their arrival: a dictionary's is another one in every process.
        for entry in forgotten.sorted(by: { $0.number < $1.number }) { advance(entry.lane) }
    }

    /// Forgets a job that waits behind another of its meeting. The first one is skipped when its turn comes.
    package mutating func forget(in lane: MeetingLane, where isMeant: (Job) -> Bool) {
        guard let jobs = meetings[lane]?.count, jobs > 1,
            let index = meetings[lane]?.dropFirst().firstIndex(where: { isMeant($0.job) })
        else { return }
        meetings[lane]?.remove(at: index)
    }

    private mutating func advance(_ lane: MeetingLane) {
        _ = meetings[lane]?.popFirst()
        if let next = meetings[lane]?.first {
            makeReady(next)
        } else {
            meetings[lane] = nil
        }
    }

    private mutating func makeReady(_ entry: Entry) {
        update(entry.lane.mailbox) { $0.ready.insert(entry) }
        lineUp(entry.lane.mailbox)
    }

    private mutating func ended(_ mailbox: MailboxLane) {
        running -= 1
        update(mailbox) { $0.running -= 1 }
        for level in CoolingLevel.levels(of: mailbox) {
            guard levels[level] != nil else { continue }
            if levels[level]?.ended() == true { wake(level) }
            passOn(level)
            if levels[level]?.isIdle == true { levels[level] = nil }
        }
        // Behind those that waited for its place: before them it would take it again as long as it has commands.
        lineUp(mailbox)
    }

    // MARK: Beginning

    /// The next command to begin or to go on; nil when nothing may.
    package mutating func next(at uptime: Duration) -> Entry? {
        lastUptime = uptime
        while let sleeper = asleep.min, sleeper.due <= uptime {
            asleep.removeMin()
            if mailboxes[sleeper.mailbox]?.place == .asleep(until: sleeper.due) { awake(sleeper.mailbox) }
        }
        guard running < limits.concurrency || PlantedFault.isOn(.concurrencyIgnored) else { return nil }
        let opens = PlantedFault.isOn(.totalIgnored) ? .zero : total.hasRoom(for: 1, at: uptime)
        while let mailbox = turns.popFirst() {
            update(mailbox) { $0.place = .resting }
            let entry = begin(mailbox, at: uptime, notBefore: opens)
            // Begun or not, there may be a place for the next that waits for one.
            for level in CoolingLevel.levels(of: mailbox) { passOn(level) }
            if let entry { return entry }
        }
        return nil
    }

    /// Lets the mailbox that has waited longest for a place of this level try, if there is one. Not all of them: in a tenant of
    /// very many mailboxes every end would look at each.
    private mutating func passOn(_ level: CoolingLevel) {
        guard (levels[level]?.running ?? 0) < limits.share(ofLevel: level), !PlantedFault.isOn(.parkedForgotten) else {
            return
        }
        while let mailbox = levels[level]?.parked.popFirst() {
            awake(mailbox)
            if mailboxes[mailbox]?.place == .queued { return }
        }
    }

    /// When ``next(at:)`` may have something that it had not, without anything happening.
    package var wakesAt: Duration? { asleep.min?.due }

    private mutating func begin(_ mailbox: MailboxLane, at uptime: Duration, notBefore: Duration) -> Entry? {
        let limits = limits
        let opens = update(mailbox) { turns -> Duration? in
            guard !turns.ready.isEmpty, turns.hasPlace(limits) else { return nil }
            return max(notBefore, turns.opensAt(uptime))
        }
        guard var opens else { return nil }
        for level in CoolingLevel.levels(of: mailbox) {
            opens = max(opens, levels[level]?.opensAt ?? .zero)
        }
        guard opens <= uptime else {
            sleep(mailbox, until: opens)
            return nil
        }
        for level in CoolingLevel.levels(of: mailbox)
        where (levels[level]?.running ?? 0) >= limits.share(ofLevel: level) && !PlantedFault.isOn(.sharesIgnored) {
            levels[level]?.parked.append(mailbox)
            update(mailbox) { $0.place = .parked }
            return nil
        }
        let entry = update(mailbox) { turns in
            turns.running += 1
            return turns.ready.popMin()
        }
        running += 1
        for level in CoolingLevel.levels(of: mailbox) {
            levels[level, default: LevelTurns()].began(at: uptime, limits)
        }
        lineUp(mailbox)
        return entry
    }

    /// At the end of the line, if it has something to begin and is nowhere else.
    private mutating func lineUp(_ mailbox: MailboxLane) {
        let limits = limits
        let comes = update(mailbox) { turns in
            guard turns.place == .resting, !turns.ready.isEmpty, turns.hasPlace(limits) else {
                return false
            }
            turns.place = .queued
            return true
        }
        if comes { turns.append(mailbox) }
    }

    private mutating func awake(_ mailbox: MailboxLane) {
        update(mailbox) { $0.place = .resting }
        lineUp(mailbox)
    }

    private mutating func sleep(_ mailbox: MailboxLane, until due: Duration) {
        update(mailbox) { $0.place = .asleep(until: due) }
        lastNumber += 1
        asleep.insert(Sleeper(due: due, mailbox: mailbox, number: lastNumber))
    }

    @discardableResult
    private mutating func update<Result>(
        _ mailbox: MailboxLane, _ body: (inout MailboxTurns<Entry>) -> Result
    ) -> Result { body(&mailboxes[mailbox, default: MailboxTurns(limits)]) }
}

// MARK: What Graph says

extension LaneScheduler {
    package mutating func requestSent(_ mailbox: MailboxLane, isCancel: Bool, at uptime: Duration) {
        total.count(at: uptime)
        update(mailbox) { $0.requestSent(isCancel: isCancel, at: uptime) }
    }

    /// Graph has taken a request of this mailbox, whatever it said to it.
    package mutating func answered(_ mailbox: MailboxLane) {
        update(mailbox) { $0.answered() }
        for level in CoolingLevel.levels(of: mailbox) where levels[level]?.answered() == true {
            wake(level)
        }
    }

    /// Graph, or the way to it, has turned a request of this mailbox away.
    /// - Parameters:
    ///   - wait: what Graph asks for; nil when it did not say.
    ///   - jitter: uniform in 0..<1.
    package mutating func turnedAway(_ mailbox: MailboxLane, for wait: Duration?, at uptime: Duration, jitter: Double) {
        let limits = limits
        update(mailbox) { $0.turnedAway(for: wait, at: uptime, jitter: jitter, limits) }
        var member = mailbox.mailbox
        for level in CoolingLevel.levels(of: mailbox) {
            let wasProbing = levels[level]?.isProbing == true
            let isMeant = levels[level, default: LevelTurns()].turnedAway(
                member, for: wait, at: uptime, jitter: jitter, limits
            )
            guard isMeant else { return }
            // Who waits for the probe's answer waits for its bound; now it is another time.
            if wasProbing { wake(level) }
            member = mailbox.tenantID
        }
    }

    /// How long a command that runs has to wait before its next request; nil when it may go.
    package func wait(before mailbox: MailboxLane, at uptime: Duration) -> Duration? {
        if PlantedFault.isOn(.coolDownIgnoredByRunning) { return nil }
        let own = mailboxes[mailbox].flatMap { $0.coolsUntil > uptime ? $0.coolsUntil : nil }
        let held = CoolingLevel.levels(of: mailbox).compactMap { levels[$0]?.holdsRunning(at: uptime) }
        return (held + [own].compactMap(\.self)).max().map { $0 - uptime }
    }

    private mutating func wake(_ level: CoolingLevel) {
        // What sleeps for another reason goes to sleep again.
        for sleeper in asleep.unordered.sorted()
        where CoolingLevel.levels(of: sleeper.mailbox).contains(level)
            && mailboxes[sleeper.mailbox]?.place == .asleep(until: sleeper.due)
        {
            awake(sleeper.mailbox)
        }
    }

    /// Forgets mailboxes that wait for nothing and have nothing left in any window.
    private mutating func forgetIdle() {
        let uptime = lastUptime
        mailboxes = mailboxes.filter { entry in
            var turns = entry.value
            return !turns.isIdle(at: uptime) && !(PlantedFault.isOn(.busyMailboxForgotten) && turns.hasNothingToDo)
        }
        // Not at every command when all are busy.
        mailboxesKept = max(limits.mailboxes, 2 * mailboxes.count)
    }

    /// Whether a mailbox's commands have to wait for more than those that run: for a budget, for Graph, or for so many before
    /// them that a minute's budget is used up.
    package func isHeldUp(_ mailbox: MailboxLane) -> Bool {
        guard let turns = mailboxes[mailbox] else { return false }
        switch turns.place {
        case .asleep, .parked: return true
        case .resting, .queued: return turns.ready.count > limits.cancelsPerMinute
        }
    }

    /// Mailboxes whose budgets are remembered.
    package var mailboxCount: Int { mailboxes.count }
}
