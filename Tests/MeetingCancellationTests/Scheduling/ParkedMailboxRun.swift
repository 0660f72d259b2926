@testable import MeetingCancellation

/// Random arrivals, ends, answers and revocations against one scheduler, with few places: most mailboxes wait for one.
struct ParkedMailboxRun {
    private static let names = ["c:t", "c:u", "c:w", "d:t", "d:v"].flatMap { tenant in
        (0..<5).map { "\(tenant):\(tenant.last.map(String.init) ?? "")\(tenant.first.map(String.init) ?? "")\($0)" }
    }

    private(set) var talk: LaneTalk
    private(set) var breach: String?
    private var random: SeededGenerator
    private var lanes: [Int: String] = [:]
    private var running: [Int] = []

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let (concurrency, perMailbox) = (Int(random.next() % 10) + 2, Int(random.next() % 2) + 1)
        talk = LaneTalk {
            $0.concurrency = concurrency
            $0.inFlightPerMailbox = perMailbox
            $0.cancelsPerMinute = 6
        }
        self.random = random
    }

    mutating func play(steps: Int) {
        for job in 0..<steps where breach == nil {
            let name = random.pick(Self.names)
            switch random.next() % 16 {
            case 0..<7:
                lanes[job] = "\(name)/\(random.next() % 3)"
                talk.come(job, lanes[job] ?? "", owner: random.pick(["p", "q"]))
            case 7..<12: end()
            case 12: talk.turnAway(name, for: random.pick([nil, 5, 40]))
            case 13: talk.scheduler.answered(LaneTalk.mailbox(name))
            case 14: talk.send(name)
            default:
                if random.chance(20) { talk.scheduler.drop(random.pick(["p", "q"])) }
                talk.now += .seconds(Int64(random.next() % 20))
            }
            if random.chance(80) { begin() }
        }
    }

    /// Everything that runs ends, and time passes when nothing does.
    mutating func drain() {
        for _ in 0..<10_000 where breach == nil && !talk.scheduler.meetings.isEmpty {
            begin()
            if running.isEmpty { _ = talk.wait() } else { end() }
        }
    }

    private mutating func begin() {
        running += talk.all()
        let scheduler = talk.scheduler
        if running.isEmpty, scheduler.wakesAt == nil, scheduler.mailboxes.values.contains(where: { !$0.hasNothingToDo })
        {
            breach = "nothing runs or sleeps, and a command waits"
        }
        guard running.count < scheduler.limits.concurrency else { return }
        for (level, turns) in scheduler.levels
        where !turns.parked.isEmpty && turns.running < scheduler.limits.share(ofLevel: level) {
            breach = "\(level) has a place, and \(turns.parked.count) mailboxes wait for one"
        }
    }

    private mutating func end() {
        guard !running.isEmpty else { return }
        let job = running.remove(at: Int(random.next() % UInt64(running.count)))
        talk.finish(lanes[job] ?? "")
    }
}
