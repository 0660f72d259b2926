import CommandContract
import CommandPipeline
import MeetingCancellation

/// Microsoft Graph as the calendar calls see it: meetings, what was mailed, and every request that came.
final class GraphModel {
    struct Meeting {
        let mailbox: Int
        let start: Timestamp
        let iCalUId: String
        var id: String
        var cancelled: Ticks?
        /// When reads begin to show it.
        var shownFrom: Ticks = 0
        var moved = false
    }

    /// One cancel request, from the moment its first byte left the process.
    struct CancelRequest {
        let command: CommandIdentity
        let number: Int
        let process: Int
        let meeting: Int?
        let sent: Ticks
        var arrived: Ticks?
        var acted = false
        /// Answered by 202 or by a clear refusal, and not by something that leaves it open.
        var isClear = false
    }

    struct LookUp {
        let command: CommandIdentity
        let sent: Ticks
        let isCalendar: Bool
        var isAnswered = false
    }

    private let world: World
    let plan: SimulationPlan
    private(set) var meetings: [Meeting] = []
    var requests: [CancelRequest] = []
    var lookUps: [LookUp] = []
    /// Meetings whose attendees were told, in order.
    private(set) var outbox: [(meeting: Int, request: Int)] = []
    var refusesTokensUntil: Ticks = 0

    init(world: World, plan: SimulationPlan) {
        self.world = world
        self.plan = plan
        for (number, meeting) in plan.meetings.enumerated() {
            meetings.append(
                Meeting(
                    mailbox: meeting.mailbox, start: Timestamp(milliseconds: World.epoch + 86_400_000),
                    iCalUId: "uid-\(number)", id: Self.id(number)
                )
            )
        }
    }

    static func id(_ meeting: Int) -> String { "event-\(meeting)" }

    private func index(of id: String) -> Int? { meetings.firstIndex { $0.id == id } }

    private func snapshot(_ meeting: Meeting, isCancelled: Bool) -> MeetingSnapshot {
        MeetingSnapshot(
            id: meeting.id, iCalUId: meeting.iCalUId, kind: .singleInstance, seriesMasterID: nil, isOrganizer: true,
            isCancelled: isCancelled, start: meeting.start
        )
    }

    private func isShownCancelled(_ meeting: Meeting) -> Bool {
        meeting.cancelled != nil && world.now >= meeting.shownFrom
    }

    // MARK: Requests

    func token() -> TokenGrant {
        TokenGrant(
            roles: world.now < refusesTokensUntil ? ["Mail.Read"] : ["Calendars.ReadWrite"], scopes: [])
    }

    func read(_ id: String) -> Result<MeetingSnapshot, ExchangeFailure> {
        guard let index = index(of: id) else { return .failure(.status(404)) }
        let meeting = meetings[index]
        guard isShownCancelled(meeting) else { return .success(snapshot(meeting, isCancelled: false)) }
        switch plan.afterCancel {
        case .gone: return .failure(.status(404))
        case .cancelled: return .success(snapshot(meeting, isCancelled: true))
        // An immutable id goes on resolving in Deleted Items.
        case .unchanged: return .success(snapshot(meeting, isCancelled: false))
        }
    }

    func calendar(of mailbox: String) -> [MeetingSnapshot] {
        meetings.filter { Workload.mailbox($0.mailbox, of: plan.partitions) == mailbox && !isShownCancelled($0) }
            .map { snapshot($0, isCancelled: false) }
    }

    func cancel(_ request: Int, at id: String) -> Result<GraphTrace, ExchangeFailure> {
        requests[request].arrived = world.now
        guard let index = index(of: id) else { return .failure(.status(404)) }
        if meetings[index].cancelled != nil {
            return .failure(.status(plan.repeatedCancelIsInvalid ? 400 : 404))
        }
        meetings[index].cancelled = world.now
        let allowance = plan.limits.attempt.visibilityAllowance.ticks
        meetings[index].shownFrom = world.now + (world.random.chance(50) ? 0 : world.random.int(0...allowance - 1))
        requests[request].acted = true
        outbox.append((index, request))
        world.note("mailed", index, request, text: requests[request].command.id)
        return .success(GraphTrace(status: 202))
    }

    /// The organizer puts it into another calendar: its id is another one from now on.
    func move(_ number: Int) {
        guard meetings.indices.contains(number), meetings[number].cancelled == nil, !meetings[number].moved else {
            return
        }
        meetings[number].moved = true
        meetings[number].id += "-moved"
    }
}

extension ExchangeFailure {
    /// What the adapter makes of a status of Graph.
    static func status(_ status: Int) -> ExchangeFailure {
        let trace = GraphTrace(status: status)
        switch status {
        case 400: return ExchangeFailure(kind: .invalidRequest, verdict: .permanent, trace: trace)
        case 401: return ExchangeFailure(kind: .unauthorized, verdict: .surelyNotProcessed, trace: trace)
        case 403: return ExchangeFailure(kind: .forbidden, verdict: .permanent, trace: trace)
        case 404: return ExchangeFailure(kind: .notFound, verdict: .permanent, trace: trace)
        case 429:
            return ExchangeFailure(
                kind: .throttled, verdict: .surelyNotProcessed, retryAfter: .milliseconds(700), trace: trace)
        case 503:
            return ExchangeFailure(
                kind: .unavailable, verdict: .ambiguous, retryAfter: .milliseconds(400), trace: trace)
        case 0: return ExchangeFailure(kind: .unavailable, verdict: .surelyNotProcessed, trace: trace)
        default: return ExchangeFailure(kind: .unavailable, verdict: .ambiguous, trace: trace)
        }
    }
}
