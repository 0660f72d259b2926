import CommandContract
import CommandPipeline
import MeetingCancellation

/// Microsoft Graph as the calendar calls see it: meetings, what was mailed, and every request that came.
final class GraphModel {
    struct Meeting {
        let mailbox: Int
        /// Number of the meeting whose occurrence it is.
        let series: Int?
        let kind: MeetingSnapshot.Kind
        let start: Timestamp
        let iCalUId: String
        var id: String
        var cancelled: Ticks?
        /// When reads begin to show it.
        var shownFrom: Ticks = 0
        /// Cancelled with its series, and not by a request of its own.
        var endedWithSeries = false
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
        /// It acted on an occurrence whose series had been cancelled, and everybody was told twice.
        var isAfterSeries = false
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
    /// Everything that machines asked and were told, in its order.
    var talks: [GraphTalk] = []
    /// Tenants whose consent is gone, and until when.
    private var refused: [(tenant: Int, until: Ticks)] = []
    /// Who is turned away, and until when.
    private var throttled: [(whom: Throttled, until: Ticks)] = []

    init(world: World, plan: SimulationPlan) {
        self.world = world
        self.plan = plan
        for (number, meeting) in plan.meetings.enumerated() {
            meetings.append(
                Meeting(
                    mailbox: meeting.mailbox, series: meeting.series,
                    kind: plan.isSeries(number)
                        ? .seriesMaster : meeting.series == nil ? .singleInstance : .occurrence,
                    start: Timestamp(milliseconds: World.epoch + 86_400_000),
                    iCalUId: "uid-\(number)", id: Self.id(number)
                )
            )
        }
    }

    static func id(_ meeting: Int) -> String { "event-\(meeting)" }

    private func index(of id: String) -> Int? { meetings.firstIndex { $0.id == id } }

    private func snapshot(_ meeting: Meeting, isCancelled: Bool) -> MeetingSnapshot {
        MeetingSnapshot(
            id: meeting.id, iCalUId: meeting.iCalUId, kind: meeting.kind,
            seriesMasterID: meeting.series.map { meetings[$0].id }, isOrganizer: true, isCancelled: isCancelled,
            start: meeting.start
        )
    }

    /// A calendar view shows a series by its occurrences. This one is the rest of them, which no command names.
    private func rest(of series: Meeting) -> MeetingSnapshot {
        MeetingSnapshot(
            id: series.id + "-rest", iCalUId: series.iCalUId + "-rest", kind: .occurrence, seriesMasterID: series.id,
            isOrganizer: true, isCancelled: false, start: series.start
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

    func read(_ address: MeetingAddress) -> Result<MeetingSnapshot, ExchangeFailure> {
        if let refusal = refusal(address) { return .failure(refusal) }
        guard let index = index(of: address.eventID) else { return .failure(.status(404)) }
        let meeting = meetings[index]
        guard isShownCancelled(meeting) else { return .success(snapshot(meeting, isCancelled: false)) }
        switch plan.afterCancel {
        case .gone: return .failure(.status(404))
        case .cancelled: return .success(snapshot(meeting, isCancelled: true))
        // An immutable id goes on resolving in Deleted Items.
        case .unchanged: return .success(snapshot(meeting, isCancelled: false))
        }
    }

    func calendar(_ address: MeetingAddress) -> Result<[MeetingSnapshot], ExchangeFailure> {
        if let refusal = refusal(address) { return .failure(refusal) }
        let shown = meetings.filter { meeting in
            Workload.mailbox(meeting.mailbox, of: plan.partitions) == address.mailbox && !isShownCancelled(meeting)
        }
        return .success(
            shown.map { $0.kind == .seriesMaster ? rest(of: $0) : snapshot($0, isCancelled: false) })
    }

    func cancel(_ request: Int, at address: MeetingAddress) -> Result<GraphTrace, ExchangeFailure> {
        requests[request].arrived = world.now
        if let refusal = refusal(address) { return .failure(refusal) }
        guard let index = index(of: address.eventID) else { return .failure(.status(404)) }
        guard stands(meetings[index]) else { return .failure(.status(plan.repeatedCancelIsInvalid ? 400 : 404)) }
        end(index)
        requests[request].acted = true
        requests[request].isAfterSeries = meetings[index].endedWithSeries
        meetings[index].endedWithSeries = false
        outbox.append((index, request))
        world.note("mailed", index, request, text: requests[request].command.id)
        return .success(GraphTrace(status: 202))
    }

    /// At its worst, Graph cancels an occurrence once more, and mails everybody, as long as it does not show that the series is
    /// cancelled.
    private func stands(_ meeting: Meeting) -> Bool {
        meeting.cancelled == nil || meeting.endedWithSeries && !isShownCancelled(meeting)
    }

    private func end(_ index: Int) {
        guard meetings[index].cancelled == nil else { return }
        // A worker whose clock is ahead of the brokers' believes that so much less is left of the allowance.
        let ahead = max(0, plan.skew.max() ?? 0)
        let latest = max(0, plan.limits.attempt.visibilityAllowance.ticks - ahead - 1)
        let shownFrom = world.now + (world.random.chance(50) ? 0 : world.random.int(0...latest))
        let occurrences = meetings.indices.filter { meetings[$0].series == index && meetings[$0].cancelled == nil }
        for ended in [index] + occurrences {
            meetings[ended].cancelled = world.now
            meetings[ended].shownFrom = shownFrom
            meetings[ended].endedWithSeries = ended != index
        }
    }

    // MARK: Turning away

    private func refusal(_ address: MeetingAddress) -> ExchangeFailure? {
        if isThrottled(address) { return failure(429) }
        let isRefused = refused.contains { tenant, until in
            world.now < until && Workload.tenants[tenant].id == address.tenantID
        }
        return isRefused ? .status(403) : nil
    }

    func refuse(_ tenant: Int, until: Ticks) { refused.append((tenant, until)) }

    func refuseNobody() { refused = [] }

    func throttle(_ whom: Throttled, until: Ticks) { throttled.append((whom, until)) }

    func throttleNobody() { throttled = [] }

    private func isThrottled(_ address: MeetingAddress) -> Bool {
        throttled.contains { whom, until in
            guard world.now < until else { return false }
            return switch whom {
            case .mailbox(let number): Workload.mailbox(number, of: plan.partitions) == address.mailbox
            case .tenant(let number): Workload.tenants[number].id == address.tenantID
            case .everybody: true
            }
        }
    }

    /// What the adapter makes of a status of Graph; who is turned away is told for how long as drawn.
    func failure(_ status: Int) -> ExchangeFailure {
        let saysWhen = status == 429 || status == 503
        return .status(status, retryAfter: saysWhen ? world.random.pick(plan.retryAfters) : nil)
    }

    /// The organizer puts it into another calendar: its id is another one from now on. Only of what is no series: a view shows
    /// nothing by which a moved one could be known.
    func move(_ number: Int) {
        guard meetings.indices.contains(number), meetings[number].kind == .singleInstance,
            meetings[number].cancelled == nil, !meetings[number].moved
        else { return }
        meetings[number].moved = true
        meetings[number].id += "-moved"
    }
}

extension ExchangeFailure {
    static func status(_ status: Int, retryAfter: Duration? = nil) -> ExchangeFailure {
        let trace = GraphTrace(status: status)
        switch status {
        case 400: return ExchangeFailure(kind: .invalidRequest, verdict: .permanent, trace: trace)
        case 401: return ExchangeFailure(kind: .unauthorized, verdict: .surelyNotProcessed, trace: trace)
        case 403: return ExchangeFailure(kind: .forbidden, verdict: .permanent, trace: trace)
        case 404: return ExchangeFailure(kind: .notFound, verdict: .permanent, trace: trace)
        case 429:
            return ExchangeFailure(
                kind: .throttled, verdict: .surelyNotProcessed, retryAfter: retryAfter, trace: trace)
        case 503:
            return ExchangeFailure(kind: .unavailable, verdict: .ambiguous, retryAfter: retryAfter, trace: trace)
        case 0: return ExchangeFailure(kind: .unavailable, verdict: .surelyNotProcessed, trace: trace)
        default: return ExchangeFailure(kind: .unavailable, verdict: .ambiguous, trace: trace)
        }
    }
}
