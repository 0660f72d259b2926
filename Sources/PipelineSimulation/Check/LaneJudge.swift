import CommandContract
import CommandPipeline
import MeetingCancellation

/// Holds what one process asks of Graph against its limits and against what Graph has told it: the lanes' contract in its
/// slowest form.
struct LaneJudge {
    private struct Lane {
        var inFlight: Set<CommandID> = []
        var permitted: Ticks = 0
        var cancels: [Ticks] = []
    }

    private struct Command {
        let mailbox: MailboxLane
        let asked: Ticks
        var question: GraphTalk.Question?
        var isWaiting = false
    }

    private struct Meeting: Hashable {
        let assignment: Assignment
        let lane: MeetingLane
    }

    private let limits: LaneLimits
    private let attempt: AttemptLimits
    private var lanes: [MailboxLane: Lane] = [:]
    private var commands: [CommandID: Command] = [:]
    private var levels: [String: LevelJudge] = [:]
    private var newest: [Meeting: Int64] = [:]
    private var requests: [Ticks] = []
    private(set) var breaches: [(rule: Violation.Rule, command: CommandID, text: String)] = []

    init(_ limits: PipelineLimits) {
        self.limits = limits.lanes
        attempt = limits.attempt
    }

    mutating func heard(_ talk: GraphTalk) {
        switch talk.event {
        case .asked(let id, let address, let question): asked(id, address, question, at: talk.time)
        case .told(let id, let answer): told(id, answer, at: talk.time)
        case .waits(let id): commands[id]?.isWaiting = true
        case .leaving(let assignment):
            for (id, command) in commands where id.assignment == assignment && command.question != .cancel {
                forget(id)
            }
        case .over(let assignment):
            for id in commands.keys where id.assignment == assignment { forget(id) }
        }
    }

    // MARK: Asking

    private mutating func asked(
        _ id: CommandID, _ address: MeetingAddress, _ question: GraphTalk.Question, at time: Ticks
    ) {
        let mailbox = address.lane.mailbox
        let isBeginning = commands[id]?.isWaiting ?? true
        commands[id] = Command(mailbox: mailbox, asked: time, question: question)
        if isBeginning { begins(id, of: mailbox, at: time) }
        guard question != .permission else { return }
        keepsTime(id, of: mailbox, at: time)
        keepsCount(id, of: mailbox, isCancel: question == .cancel, at: time)
        keepsOrder(id, address.lane, at: time)
    }

    private mutating func begins(_ id: CommandID, of mailbox: MailboxLane, at time: Ticks) {
        for level in Self.levels(of: mailbox) {
            let mustWait = levels[level]?.begins(id, at: time, within: limits.probeBound.ticks) { probe in
                commands[probe]?.question != nil
            }
            if mustWait == true { breach(.lanes, id, at: time, "did not wait for the first of \(level)") }
        }
    }

    private mutating func keepsTime(_ id: CommandID, of mailbox: MailboxLane, at time: Ticks) {
        if let permitted = lanes[mailbox]?.permitted, time < permitted {
            breach(.lanes, id, at: time, "asked \(mailbox.mailbox) before \(World.spell(permitted))")
        }
        for level in Self.levels(of: mailbox) {
            guard let until = levels[level]?.closedUntil, time < until else { continue }
            breach(.lanes, id, at: time, "asked \(level) before \(World.spell(until))")
        }
    }

    private mutating func keepsCount(_ id: CommandID, of mailbox: MailboxLane, isCancel: Bool, at time: Ticks) {
        var lane = lanes[mailbox] ?? Lane()
        lane.inFlight.insert(id)
        if isCancel { lane.cancels = lane.cancels.filter { $0 > time - .seconds(60) } + [time] }
        lanes[mailbox] = lane
        if lane.inFlight.count > limits.inFlightPerMailbox {
            breach(.lanes, id, at: time, "was one of \(lane.inFlight.count) of \(mailbox.mailbox) at a time")
        }
        if lane.cancels.count > limits.cancelsPerMinute {
            breach(.lanes, id, at: time, "made \(lane.cancels.count) cancels of \(mailbox.mailbox) in a minute")
        }
        keepsShares(id, of: mailbox, at: time)
        requests = requests.filter { $0 > time - .seconds(10) } + [time]
        // Room is looked for when a command begins, and not before each of its requests.
        let most = limits.requestsPerSecond * 10 + limits.concurrency * Self.requestsOfATurn
        if requests.count > most { breach(.lanes, id, at: time, "made \(requests.count) requests in ten seconds") }
    }

    /// Whoever does not answer leaves room for the others.
    private mutating func keepsShares(_ id: CommandID, of mailbox: MailboxLane, at time: Ticks) {
        func inFlight(_ isMeant: (MailboxLane) -> Bool) -> Int {
            lanes.reduce(0) { $0 + (isMeant($1.key) ? $1.value.inFlight.count : 0) }
        }
        let shares = [
            ("all", inFlight { _ in true }, limits.concurrency),
            (
                mailbox.tenantID, inFlight { $0.tenantID == mailbox.tenantID },
                max(limits.inFlightPerMailbox, limits.concurrency / 2)
            ),
            (
                mailbox.cloud, inFlight { $0.cloud == mailbox.cloud },
                max(limits.inFlightPerMailbox, limits.concurrency * 3 / 4)
            ),
        ]
        for (name, count, most) in shares where count > most {
            breach(.lanes, id, at: time, "was one of \(count) of \(name) at a time")
        }
    }

    /// Two reads, two looks at the calendar and a cancel, each once more with a new token.
    private static let requestsOfATurn = 10

    private mutating func keepsOrder(_ id: CommandID, _ lane: MeetingLane, at time: Ticks) {
        let meeting = Meeting(assignment: id.assignment, lane: lane)
        let last = newest[meeting] ?? id.offset
        newest[meeting] = max(last, id.offset)
        if id.offset < last { breach(.order, id, at: time, "asked after \(last) for the same meeting") }
    }

    // MARK: Being told

    private mutating func told(_ id: CommandID, _ answer: GraphTalk.Answer, at time: Ticks) {
        guard let command = commands[id] else { return }
        let mailbox = command.mailbox
        commands[id]?.question = nil
        lanes[mailbox]?.inFlight.remove(id)
        switch answer {
        case .nothing: takeBack(command)
        case .unauthorized:
            takeBack(command)
            taken(mailbox, at: time)
        case .taken: taken(mailbox, at: time)
        case .turnedAway(let retryAfter):
            let wait = (attempt.obeyed(retryAfter) ?? limits.backoffBase * 0.5).ticks
            var lane = lanes[mailbox] ?? Lane()
            lane.permitted = max(lane.permitted, time + wait)
            lanes[mailbox] = lane
            var member = mailbox.mailbox
            for level in Self.levels(of: mailbox) {
                guard levels[level, default: LevelJudge()].turnedAway(member, for: wait, at: time, limits) else {
                    break
                }
                member = level
            }
        }
    }

    private mutating func taken(_ mailbox: MailboxLane, at time: Ticks) {
        for level in Self.levels(of: mailbox) { levels[level]?.taken(at: time) }
    }

    /// Nobody is told anything by it, and that is what cancels are counted for.
    private mutating func takeBack(_ command: Command) {
        guard command.question == .cancel else { return }
        lanes[command.mailbox]?.cancels.removeAll { $0 == command.asked }
    }

    private mutating func forget(_ id: CommandID) {
        guard let command = commands.removeValue(forKey: id) else { return }
        lanes[command.mailbox]?.inFlight.remove(id)
    }

    private static func levels(of mailbox: MailboxLane) -> [String] { [mailbox.tenantID, mailbox.cloud] }

    private mutating func breach(_ rule: Violation.Rule, _ id: CommandID, at time: Ticks, _ text: String) {
        let place = "\(id.assignment.partition.partition)/\(id.offset)"
        breaches.append((rule, id, "\(World.spell(time)): \(place) \(text)"))
    }
}
