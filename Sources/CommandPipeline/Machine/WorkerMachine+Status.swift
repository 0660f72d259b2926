import CommandContract
import MeetingCancellation

/// What the worker shows of itself.
extension WorkerMachine {
    /// What is paused, by people or by the worker itself.
    private func pauseViews(at moment: Moment) -> [PauseView] {
        pauses.standing.map(PauseView.init) + pauses.failing.map { PauseView($0, at: moment) }
    }

    package func status(at moment: Moment) -> PipelineStatus {
        let survey = survey(at: moment)
        let lanes = lanes.status(at: moment.uptime, most: StatusBounds.listed)
        var status = PipelineStatus(time: moment.now)
        status.isStopping = isStopping
        status.log = transaction.phase.name
        status.logFailures = transaction.failures
        let ours = partitions.values.sorted { $0.partition < $1.partition }
        status.partitionCount = ours.count
        status.partitions = ours.prefix(StatusBounds.partitions).map { PartitionStatus($0, limits) }
        status.commands.open = ours.reduce(0) { $0 + $1.commands.count + $1.withdrawals.count }
        status.commands.running = survey.running
        status.commands.inDoubt = survey.inDoubt
        status.commands.looked = survey.looked
        status.waiting = Self.waiting(survey, lanes, at: moment)
        let withdrawals = ours.reduce(0) { $0 + $1.withdrawals.count }
        if withdrawals > 0 { status.waiting[.command] = PipelineStatus.Waiting(commands: withdrawals) }
        status.listed = survey.listed.elements.compactMap { waitingCommand($0.id, at: moment) }
        status.soonestMeeting = survey.soonest
        let held = heldLanes(survey, at: moment)
        status.held.lanes = survey.heldCount
        status.held.longest = held.first?.lane.duration ?? .zero
        status.held.listed = held.map(\.lane)
        status.lanes = PipelineStatus.Lanes(
            running: lanes.running, ready: lanes.ready, asleep: lanes.asleep, parked: lanes.parked)
        status.coolDownCount = lanes.coolDownCount
        status.busiest = lanes.busiest.elements.map { PipelineStatus.BusyMailbox($0, at: moment) }
        status.coolDowns = lanes.coolDowns.elements.map { PipelineStatus.CoolDown($0, at: moment) }
        status.pauses = Array(pauseViews(at: moment).prefix(StatusBounds.listed))
        return status
    }

    private static func waiting(
        _ survey: CommandSurvey, _ lanes: LaneStatus, at moment: Moment
    ) -> [WaitReason: PipelineStatus.Waiting] {
        var all: [WaitReason: PipelineStatus.Waiting] = [:]
        for (reason, waiting) in Array(survey.waiting) + Array(lanes.waiting) {
            all[reason, default: PipelineStatus.Waiting()].add(
                waiting.commands, until: waiting.until.map(moment.time))
        }
        // Whoever is queued and not ready in its mailbox is behind another one of its meeting.
        let behind = survey.queued - lanes.waiting.values.reduce(0) { $0 + $1.commands }
        if behind > 0 { all[.meeting] = PipelineStatus.Waiting(commands: behind) }
        return all
    }

    // MARK: Looking

    func survey(at moment: Moment) -> CommandSurvey {
        var survey = CommandSurvey()
        let alarm = limits.lanes.heldAlarm
        for state in partitions.values {
            for (offset, command) in state.commands {
                guard survey.looked < StatusBounds.looked else { return survey }
                let id = CommandID(assignment: state.assignment, offset: offset)
                survey.note(id, command) { lanes.holdUp(of: command.lane.mailbox, at: moment.uptime) }
                if let since = command.holdsSince, moment.uptime - since >= alarm,
                    let holder = holder(id, command, since: since, at: moment)
                {
                    survey.note(holder)
                }
            }
        }
        return survey
    }

    /// A command holds its meeting's lane from its first turn on, where others wait behind it, and a place of its mailbox from
    /// this turn on; both for longer than the alarm, and not because its sender has wished it.
    private func holder(
        _ id: CommandID, _ command: ActiveCommand, since: Duration, at moment: Moment
    ) -> CommandSurvey.Holder? {
        guard command.waitReason?.isWished != true else { return nil }
        let followers = lanes.followers(in: command.lane)
        if followers > 0 { return CommandSurvey.Holder(id: id, since: since, followers: followers) }
        guard command.place == .running, moment.uptime - command.placeSince >= limits.lanes.heldAlarm else {
            return nil
        }
        return CommandSurvey.Holder(id: id, since: command.placeSince, followers: 0)
    }

    private func isHolding(_ id: CommandID, at moment: Moment) -> Bool {
        guard let command = look(id.assignment, { $0.commands[id.offset] }) ?? nil, let since = command.holdsSince,
            moment.uptime - since >= limits.lanes.heldAlarm
        else { return false }
        return holder(id, command, since: since, at: moment) != nil
    }

    private func heldLanes(_ survey: CommandSurvey, at moment: Moment) -> [(id: CommandID, lane: HeldLane)] {
        survey.held.elements.compactMap { holder in
            guard let command = look(holder.id.assignment, { $0.commands[holder.id.offset] }) ?? nil else { return nil }
            let lane = HeldLane(
                command: ShownCommand(command), reason: holdUp(of: holder.id, command, at: moment).reason,
                since: moment.time(holder.since), duration: moment.uptime - holder.since, followers: holder.followers
            )
            return (holder.id, lane)
        }
    }

    /// Why a command does not go on, and until what uptime.
    private func holdUp(of id: CommandID, _ command: ActiveCommand, at moment: Moment) -> LaneStatus.HoldUp {
        switch command.place {
        case .running: return LaneStatus.HoldUp(command.waitReason ?? .answer)
        case .suspended where command.held == nil || command.isParked || command.isInSeries:
            return LaneStatus.HoldUp(command.waitReason ?? .backOff, until: command.dueAt)
        case .suspended:
            return LaneStatus.HoldUp(
                lanes.holdUp(of: command.lane.mailbox, at: moment.uptime).reason, until: command.dueAt)
        case .queued where lanes.first(in: command.lane) != id: return LaneStatus.HoldUp(.meeting)
        case .queued: return lanes.holdUp(of: command.lane.mailbox, at: moment.uptime)
        }
    }

    private func waitingCommand(_ id: CommandID, at moment: Moment) -> WaitingCommand? {
        guard let command = look(id.assignment, { $0.commands[id.offset] }) ?? nil else { return nil }
        let holdUp = holdUp(of: id, command, at: moment)
        return WaitingCommand(
            command: ShownCommand(command), reason: holdUp.reason, until: holdUp.until.map(moment.time),
            start: command.start
        )
    }

    // MARK: Watching

    /// Comes every ``PipelineLimits/lookInterval``.
    package mutating func looked(at moment: Moment) {
        let survey = survey(at: moment)
        let held = heldLanes(survey, at: moment)
        var watch = heldWatch
        let news = watch.looked(held, count: survey.heldCount) { isHolding($0, at: moment) }
        heldWatch = watch
        for position in news.freed { report(.laneFreed(position)) }
        for lane in news.told { report(.laneHeld(lane)) }
        // What could be kept may have been looked for too lately, and nothing else may happen.
        if !isStopping { adjustPauses(moment) }
        watchCommits(at: moment)
    }

    /// Every input that stages something begins a transaction if it can, and every failure waits for a timer: the same
    /// transaction may not be to come at two looks for ever.
    private mutating func watchCommits(at moment: Moment) {
        let isDue = partitions.values.contains { $0.isRestored && !$0.isBlocked && $0.hasSomethingToCommit }
        let mark = transaction.mark
        guard isDue, transaction.isBetweenTransactions else {
            idleCommit = nil
            return
        }
        if idleCommit?.mark != mark { idleCommit = (mark, moment.uptime) }
    }

    // MARK: Leaving

    /// What the summary of a stop says of commands that are not worked on any more. Before their lanes forget them, because why
    /// one waits is asked of its lane.
    mutating func noteLeft(_ offsets: [Int64], of assignment: Assignment, at moment: Moment) {
        guard isStopping else { return }
        for offset in offsets {
            let id = CommandID(assignment: assignment, offset: offset)
            // One that is in no ledger comes back with its record.
            guard let command = look(assignment, { $0.commands[offset] }) ?? nil, command.ledger != .absent else {
                continue
            }
            if command.process.mayHaveActed {
                farewell.inDoubt += 1
            } else if let shown = waitingCommand(id, at: moment) {
                farewell.waiting[shown.reason, default: 0] += 1
                if farewell.listed.count < StatusBounds.listed { farewell.listed.append(shown) }
            }
        }
    }

    /// The partition goes, with what outlasted the drain.
    mutating func noteForgotten(_ assignment: Assignment) {
        guard isStopping, let state = look(assignment, { $0 }) else { return }
        farewell.unread += state.progress.count
        if state.withdrawals.keptCount > 0 { farewell.waiting[.command, default: 0] += state.withdrawals.keptCount }
        farewell.inDoubt += state.commands.values.count { $0.ledger != .absent && $0.process.mayHaveActed }
    }
}

extension Moment {
    /// The civil time of an uptime, as far as this moment can tell.
    func time(_ uptime: Duration) -> Timestamp { now + (uptime - self.uptime) }
}

extension PipelineStatus.BusyMailbox {
    init(_ busy: LaneStatus.Busy, at moment: Moment) {
        tenantID = busy.mailbox.tenantID
        mailbox = busy.mailbox.tag
        running = busy.running
        ready = busy.ready
        reason = busy.holdUp?.reason
        until = busy.holdUp?.until.map(moment.time)
    }
}

extension PipelineStatus.CoolDown {
    init(_ coolDown: LaneStatus.CoolDown, at moment: Moment) {
        level = coolDown.level
        cloud = coolDown.cloud.isEmpty ? nil : coolDown.cloud
        tenantID = coolDown.tenantID
        mailbox = coolDown.mailbox.map { KeyTag.of(RoutingKey(tenantID: coolDown.tenantID ?? "", mailbox: $0).bytes) }
        until = moment.time(coolDown.until)
        isProbing = coolDown.isProbing
    }
}

extension MailboxLane {
    fileprivate var tag: String { KeyTag.of(RoutingKey(tenantID: tenantID, mailbox: mailbox).bytes) }
}
