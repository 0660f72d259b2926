import MeetingCancellation

/// Whose turn it is, and what Graph's answers mean for the turns of others.
extension WorkerMachine {
    mutating func startCommands(_ moment: Moment) {
        while let entry = lanes.next(at: moment.uptime) {
            let id = entry.job
            _ = update(id.assignment) { $0.commands[id.offset]?.place = .running }
            // One whose time has not come asks nothing, and would be no probe.
            let isEarly = look(id.assignment) { $0.commands[id.offset]?.isEarly(at: moment.now) } ?? nil
            if isEarly != true, isHeld(id, at: moment) { continue }
            let lookUp = limits.attempt.firstLookUp
            let action = update(id.assignment) { state -> CancellationProcess.Action? in
                state.commands[id.offset]?.begin(at: moment, firstLookUp: lookUp)
            }
            guard let action = action ?? nil else {
                lanes.finished(entry.lane)
                continue
            }
            perform(action, for: id, at: moment)
        }
        setLaneTimer(moment)
    }

    /// Commands of mailboxes that must wait go to the ledger before they fill their partition, so that those of other mailboxes
    /// come past them; and so do those that had to wait, or to stand behind another of their meeting, while the ledger was full.
    mutating func keepHeldUp(_ assignment: Assignment, at moment: Moment) {
        let limits = limits
        let lanes = lanes
        let heldUp = update(assignment) { state -> [Int64] in
            guard state.isRestored, !state.isLeaving, state.progress.count >= limits.partitionRecords / 2,
                state.hasRoom(limits), state.keptAt.map({ moment.uptime - $0 >= Self.keepingInterval }) ?? true
            else { return [] }
            state.keptAt = moment.uptime
            return state.commands.filter { offset, command in
                guard command.ledger == .absent else { return false }
                let isBehind = lanes.first(in: command.lane) != CommandID(assignment: assignment, offset: offset)
                return switch command.place {
                case .queued: isBehind || lanes.isHeldUp(command.lane.mailbox)
                case .running: false
                case .suspended: true
                }
            }.keys.sorted()
        }
        for offset in heldUp ?? [] {
            guard let lane = look(assignment, { $0.commands[offset]?.lane }) ?? nil else { continue }
            stageLane(lane, of: assignment, at: moment)
        }
        if heldUp?.isEmpty == false { openTransaction(moment) }
    }

    /// All commands of the partition are looked at.
    private static let keepingInterval: Duration = .seconds(1)

    /// Nothing else may happen by which the mailboxes that had to wait would be looked at again.
    private mutating func setLaneTimer(_ moment: Moment) {
        if PlantedFault.isOn(.laneTimerForgotten) { return }
        guard let due = lanes.wakesAt, laneTimer.map({ due < $0.due }) ?? true else { return }
        lastLaneTimer += 1
        laneTimer = (due, lastLaneTimer)
        act(.startTimer(.lanes(number: lastLaneTimer), max(.zero, due - moment.uptime)))
    }

    /// What an answer says of the mailbox, its tenant and its cloud. Before the command goes on: its next request may have to
    /// wait already.
    mutating func heard<Value>(
        _ answer: Result<Value, ExchangeFailure>, of id: CommandID, at moment: Moment
    ) {
        let lane = look(id.assignment) { $0.commands[id.offset]?.lane ?? $0.lingering[id.offset] } ?? nil
        guard let mailbox = lane?.mailbox else { return }
        defer { endLingering(id) }
        switch answer {
        // Nothing was sent, or what was said is about the token.
        case .failure(let failure) where [.leaseEnded, .tokenUnavailable].contains(failure.kind): break
        case .failure(let failure) where [.throttled, .unavailable].contains(failure.kind):
            let wait = limits.attempt.obeyed(failure.retryAfter)
            lanes.turnedAway(mailbox, for: wait, at: moment.uptime, jitter: random.next())
        case .success, .failure: lanes.answered(mailbox)
        }
    }

    /// The last answer for a command that is gone: its turn is over.
    mutating func endLingering(_ id: CommandID) {
        if let lane = update(id.assignment, { $0.lingering.removeValue(forKey: id.offset) }) ?? nil {
            lanes.finished(lane)
        }
    }
}
