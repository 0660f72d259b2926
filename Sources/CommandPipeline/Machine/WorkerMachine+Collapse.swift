import CommandContract
import MeetingCancellation

/// Several commands for one meeting: the first one's request is enough. The others end as `alreadyCancelled`, with its identity;
/// so do commands for occurrences that wait while a command for their series runs.
///
/// For as long as Graph may not show yet what the first one did, a second command must not even look: it would find the meeting
/// standing, and mail everybody again. The ledger remembers which meetings were cancelled, so a restart changes nothing.
extension WorkerMachine {
    /// A new command for a meeting that was cancelled a moment ago.
    mutating func collapses(_ command: ActiveCommand, of assignment: Assignment, at moment: Moment) -> Bool {
        guard let first = justCancelled(command.meeting, in: assignment, at: moment) else { return false }
        var process = command.process
        guard let settlement = process.collapse(into: first) else { return false }
        settle(
            command.staged.record, command.identity, command.content, of: assignment,
            envelope: command.staged.authorized.command.envelope, settlement,
            key: command.staged.authorized.address.routingKey, consumed: command.staged.consumed, at: moment
        )
        return true
    }

    /// Its meeting was cancelled a moment ago: by the one before it, whose worker is gone, or that ended behind its back.
    mutating func isCollapsed(_ id: CommandID, _ command: ActiveCommand, at moment: Moment) -> Bool {
        guard let first = justCancelled(command.meeting, in: id.assignment, at: moment) else { return false }
        return collapse(id, command, into: first, at: moment)
    }

    private mutating func collapse(
        _ id: CommandID, _ command: ActiveCommand, into first: CancelledMeeting, at moment: Moment
    ) -> Bool {
        let settlement = update(id.assignment) { $0.commands[id.offset]?.process.collapse(into: first) }
        guard let settlement = (settlement ?? nil) ?? nil else { return false }
        settle(id, command, settlement, at: moment)
        return true
    }

    private func justCancelled(
        _ meeting: MeetingHash, in assignment: Assignment, at moment: Moment
    ) -> CancelledMeeting? {
        guard !PlantedFault.isOn(.secondCommandLooksAtOnce),
            let known = look(assignment, { $0.ledger.cancelled(meeting) }) ?? nil,
            moment.now < known.settled + limits.attempt.visibilityAllowance
        else { return nil }
        return known.meeting
    }

    // MARK: Behind another

    /// Those that wait for this one: behind it in its meeting's lane, or for the end of its series.
    /// - Parameter cancelled: only then those behind it have anything to learn; it is asked for each of them in turn.
    func followers(of id: CommandID, _ command: ActiveCommand, cancelled: Bool) -> [CommandID] {
        let behind = cancelled ? lanes.jobs(in: command.lane).filter { $0 != id } : []
        let occurrences = look(id.assignment) { $0.occurrences[id.offset] } ?? nil
        return behind + (occurrences ?? []).map { CommandID(assignment: id.assignment, offset: $0) }
    }

    /// Whoever it waited for has ended.
    /// - Parameter cancelled: nil when that did not cancel the meeting.
    mutating func follow(_ cancelled: CancelledMeeting?, _ id: CommandID, at moment: Moment) {
        guard let command = look(id.assignment, { $0.commands[id.offset] }) ?? nil else { return }
        if let cancelled, collapse(id, command, into: cancelled, at: moment) { return }
        guard command.isInSeries else { return }
        wake(id)
    }

    // MARK: Series

    /// A command for an occurrence, about to be attempted, waits while a command for its series is under way.
    mutating func joinsSeries(_ id: CommandID, _ command: ActiveCommand, at moment: Moment) -> Bool {
        guard let master = command.process.seriesMasterID, moment.now < command.staged.deadline,
            !PlantedFault.isOn(.seriesIgnored)
        else { return false }
        let lane = MeetingLane(mailbox: command.lane.mailbox, eventID: master)
        if let cancelled = justCancelled(lane.hash, in: id.assignment, at: moment), cancelled.isSeries {
            if collapse(id, command, into: cancelled, at: moment) { return true }
            // One of its own requests may have acted: it looks when Graph shows what the series' did.
            _ = update(id.assignment) { $0.commands[id.offset]?.held = .obtainPermission }
            suspend(id, command, for: limits.attempt.visibilityAllowance, at: moment)
            return true
        }
        guard let series = seriesUnderWay(lane, of: id.assignment) else { return false }
        _ = update(id.assignment) { state in
            state.occurrences[series, default: []].append(id.offset)
            state.commands[id.offset]?.isInSeries = true
            state.commands[id.offset]?.held = .obtainPermission
        }
        suspend(id, command, for: command.staged.deadline - moment.now, isKnown: false, at: moment)
        return true
    }

    /// One that is held or waits for its own turn is no reason to wait: it may be for days.
    private func seriesUnderWay(_ lane: MeetingLane, of assignment: Assignment) -> Int64? {
        // The first of its lane: others for the same series may stand behind it.
        guard let first = lanes.first(in: lane), first.assignment == assignment,
            let command = look(assignment, { $0.commands[first.offset] }) ?? nil,
            command.staged.authorized.command.extent == .series
        else { return nil }
        // Restored in doubt, it may have acted before it has its turn.
        if command.process.mayHaveActed { return first.offset }
        return command.hasBegun && !command.isParked && command.waitReason?.isWished != true ? first.offset : nil
    }

    /// It waits for a person, who may take days: those for its occurrences wait no longer.
    mutating func letOccurrencesGo(_ id: CommandID, at moment: Moment) {
        let occurrences = update(id.assignment) { $0.occurrences.removeValue(forKey: id.offset) } ?? nil
        for offset in occurrences ?? [] {
            follow(nil, CommandID(assignment: id.assignment, offset: offset), at: moment)
        }
    }
}
