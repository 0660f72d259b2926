import CommandContract
import CommandPipeline
import MeetingCancellation

/// Exchanges with Graph, as the shell and the adapter make them.
extension WorkerProcess {
    private static var readTimeout: Ticks { .seconds(1) }

    func callGraph(_ action: PipelineAction) {
        let graph = run.graph
        switch action {
        case .obtainPermission(let id, _):
            call(
                .token, timeout: Self.readTimeout, refused: { _ in nil }, serve: { $0(graph.token()) },
                answer: { [self] answer in
                    guard !isCut(id.assignment) else { return }
                    talk(.told(id, .nothing))
                    if case .value(let grant) = answer {
                        tell { $0.permissionAnswered(id, .success(grant), at: $1) }
                    } else {
                        tell { $0.permissionAnswered(id, .failure(.unavailable(retryAfter: nil)), at: $1) }
                    }
                }
            )
        case .readMeeting(let id, let address, _, let request):
            let lookUp = note(request, isCalendar: false)
            exchange(
                .readMeeting, id, serve: { $0(graph.read(address)) },
                then: { process, answer in
                    graph.lookUps[lookUp].isAnswered = answer.isSuccess
                    process.tell { $0.meetingRead(id, answer, at: $1) }
                }
            )
        case .readCalendar(let id, let address, _, let request):
            let lookUp = note(request, isCalendar: true)
            exchange(
                .readCalendar, id, serve: { $0(graph.calendar(address)) },
                then: { process, answer in
                    graph.lookUps[lookUp].isAnswered = answer.isSuccess
                    process.tell { $0.calendarRead(id, answer, at: $1) }
                }
            )
        case .sendCancel(let id, let address, _, let request, let latestStart):
            // Connecting takes its time; then comes the last check before the first byte.
            world.after(world.random.chance(5) ? world.random.int(0...400_000) : world.random.int(0...20_000)) {
                [self] in
                enter { [self] in send(id, address, request, latestStart) }
            }
        default: break
        }
    }

    func talk(_ event: GraphTalk.Event) {
        run.graph.talks.append(GraphTalk(process: number, time: world.now, event: event))
    }

    private func note(_ request: RequestIdentity, isCalendar: Bool) -> Int {
        world.note("look", number, request.number, text: "\(request.command.id) \(request.purpose)")
        run.graph.lookUps.append(
            GraphModel.LookUp(command: request.command, sent: world.now, isCalendar: isCalendar))
        return run.graph.lookUps.count - 1
    }

    private func exchange<Value>(
        _ kind: RequestKind, _ id: CommandID,
        serve: @escaping (@escaping (Result<Value, ExchangeFailure>) -> Void) -> Void,
        then: @escaping (WorkerProcess, Result<Value, ExchangeFailure>) -> Void
    ) {
        let graph = run.graph
        call(
            kind, timeout: Self.readTimeout,
            refused: { (status: Int) -> Result<Value, ExchangeFailure>? in .failure(graph.failure(status)) },
            serve: serve,
            answer: { [self] answer in
                guard !isCut(id.assignment) else { return }
                var result: Result<Value, ExchangeFailure> = .failure(.status(504))
                if case .value(let value) = answer { result = value }
                talk(.told(id, GraphTalk.Answer(result)))
                then(self, result)
            }
        )
    }

    private func send(
        _ id: CommandID, _ address: MeetingAddress, _ request: RequestIdentity, _ latestStart: Duration
    ) {
        let graph = run.graph
        var sent: Int?
        call(
            .cancel, timeout: run.plan.limits.attempt.requestBound.ticks,
            refused: { (status: Int) -> Result<GraphTrace, ExchangeFailure>? in .failure(graph.failure(status)) },
            sent: { [self] in
                sent = leave(id, address, request, latestStart)
                return sent != nil
            },
            serve: { if let sent { $0(graph.cancel(sent, at: address)) } },
            answer: { [self] answer in
                var result: Result<GraphTrace, ExchangeFailure> = .failure(.status(504))
                if case .value(let value) = answer { result = value }
                if let sent { graph.answered(sent, result) }
                guard !isCut(id.assignment) else { return }
                talk(.told(id, GraphTalk.Answer(result)))
                tell { $0.cancelAnswered(id, result, at: $1) }
            }
        )
    }

    /// The last check and the first byte; nothing comes between the two.
    /// - Returns: the request's number.
    private func leave(
        _ id: CommandID, _ address: MeetingAddress, _ request: RequestIdentity, _ latestStart: Duration
    ) -> Int? {
        guard !isCut(id.assignment) else { return nil }
        guard moment.uptime < latestStart else {
            let ended = ExchangeFailure(kind: .leaseEnded, verdict: .surelyNotProcessed)
            talk(.told(id, .nothing))
            tell { $0.cancelAnswered(id, .failure(ended), at: $1) }
            return nil
        }
        world.note("cancel sent", number, request.number, text: request.command.id)
        let graph = run.graph
        graph.requests.append(
            GraphModel.CancelRequest(
                command: request.command, number: request.number, process: number,
                meeting: graph.meetings.firstIndex { $0.id == address.eventID }, sent: world.now
            )
        )
        return graph.requests.count - 1
    }
}

extension PipelineAction {
    /// What it asks of Graph or of Entra.
    var question: (MeetingAddress, GraphTalk.Question)? {
        switch self {
        case .obtainPermission(_, let address): (address, .permission)
        case .readMeeting(_, let address, _, _): (address, .read)
        case .readCalendar(_, let address, _, _): (address, .calendar)
        case .sendCancel(_, let address, _, _, _): (address, .cancel)
        default: nil
        }
    }
}

extension Result {
    fileprivate var isSuccess: Bool { if case .success = self { true } else { false } }
}

extension GraphModel {
    /// What the sender learned of a cancel request.
    func answered(_ number: Int, _ result: Result<GraphTrace, ExchangeFailure>) {
        switch result {
        case .success: requests[number].isClear = true
        case .failure(let failure): requests[number].isClear = failure.verdict != .ambiguous
        }
    }
}
