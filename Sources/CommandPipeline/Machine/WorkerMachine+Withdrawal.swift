import CommandContract
import MeetingCancellation

/// Taking commands back. Decided on the staged state: an intent on its way to the ledger counts as an attempt, because its
/// request goes as soon as it is committed, and an aborted transaction is staged again as it was.
extension WorkerMachine {
    mutating func withdraw(
        _ authorized: AuthorizedWithdrawal, _ record: ConsumedRecord, of assignment: Assignment, at moment: Moment
    ) {
        let key = authorized.routingKey
        let envelope = authorized.command.envelope
        let answer = repetition(envelope, record, of: assignment)
        // Decided here once, while the broker took no forwards, it has its outcome here.
        if let home = detour(of: key, record), answer != .redelivery {
            return forward(record, of: assignment, to: home)
        }
        if let answer {
            return self.answer(answer, record, of: assignment, envelope: envelope, key: key, at: moment)
        }
        let withdrawal = RequestedWithdrawal(
            authorized, record: record, consumed: moment.now, window: limits.withdrawWindow)
        if let expiry = envelope.expiry, moment.now >= expiry {
            return end(withdrawal, Settlement(.expired), of: assignment, at: moment)
        }
        decide(withdrawal, of: assignment, at: moment)
    }

    private mutating func decide(_ withdrawal: RequestedWithdrawal, of assignment: Assignment, at moment: Moment) {
        switch target(of: withdrawal.authorized, in: assignment) {
        case .unknown where moment.now < withdrawal.until: wait(withdrawal, of: assignment, at: moment)
        case .unknown: end(withdrawal, Settlement(.commandUnknown), of: assignment, at: moment)
        case .attempted: end(withdrawal, Settlement(.tooLateToWithdraw), of: assignment, at: moment)
        case .untouched(let command, let settlement):
            let id = CommandID(assignment: assignment, offset: command.staged.record.position.offset)
            end(withdrawal, settlement, of: assignment, takingBack: command, at: moment)
            let occurrences = followers(of: id, command, cancelled: false)
            drop(id, lingers: true)
            for occurrence in occurrences { follow(nil, occurrence, at: moment) }
        }
    }

    private enum Target {
        case unknown
        /// An attempt of it is staged, committed or made, or it has its outcome.
        case attempted
        case untouched(ActiveCommand, Settlement)
    }

    /// By the sender's own identity only. Another mailbox's command may stand in the same partition by chance, and would not
    /// be found if it stood in another.
    private func target(of withdrawal: AuthorizedWithdrawal, in assignment: Assignment) -> Target {
        let identity = IdentityHash(withdrawal.command.withdrawn)
        let target = look(assignment) { state -> Target in
            guard let command = state.inProgress[identity].flatMap({ state.commands[$0] }) else {
                return state.ledger.settled(identity) == nil ? .unknown : .attempted
            }
            guard command.staged.authorized.address.routingKey == withdrawal.routingKey else { return .unknown }
            // A lease that ended takes the attempt back from the count, and leaves it in the ledger.
            var process = command.process
            guard command.ledger != .attempting || PlantedFault.isOn(.withdrawnAfterAttempt),
                let settlement = process.withdraw()
            else { return .attempted }
            return .untouched(command, settlement)
        }
        return target ?? .unknown
    }

    // MARK: Before its command

    /// Its sender may have put both on their way at once, and nothing keeps their order.
    private mutating func wait(_ withdrawal: RequestedWithdrawal, of assignment: Assignment, at moment: Moment) {
        let limits = limits
        _ = update(assignment) { state in
            var withdrawal = withdrawal
            // Beyond the partition's bound it stays out of the ledger, and holds the offset back.
            if state.hasRoom(limits) {
                let entry = LedgerComposer.entry(
                    .waiting(withdrawal.kept), for: .command(withdrawal.identity), in: state.partition)
                state.stage(
                    StagedChange(offset: withdrawal.offset, entries: [entry], effect: .none, reports: []))
                withdrawal.isKept = true
            }
            state.add(withdrawal)
        }
        startTimer(of: withdrawal, of: assignment, at: moment)
    }

    /// Restored from the ledger.
    mutating func goOn(
        with authorized: AuthorizedWithdrawal, _ record: ConsumedRecord, consumed: Timestamp,
        of assignment: Assignment, at moment: Moment
    ) {
        var withdrawal = RequestedWithdrawal(
            authorized, record: record, consumed: consumed, window: limits.withdrawWindow)
        withdrawal.isKept = true
        _ = update(assignment) { $0.add(withdrawal) }
        startTimer(of: withdrawal, of: assignment, at: moment)
    }

    private mutating func startTimer(of withdrawal: RequestedWithdrawal, of assignment: Assignment, at moment: Moment) {
        let id = CommandID(assignment: assignment, offset: withdrawal.offset)
        act(.startTimer(.withdrawal(id), max(.zero, withdrawal.until - moment.now)))
    }

    /// Its command has not come, or came and was refused.
    mutating func withdrawalWaited(_ id: CommandID, at moment: Moment) {
        // The next owner has it in the ledger, or gets its record again.
        guard look(id.assignment, { $0.isLeaving }) == false else { return }
        guard let withdrawal = update(id.assignment, { $0.removeWithdrawal(id.offset) }) ?? nil else { return }
        // A clock that runs behind this machine's timers must not have it wait anew for ever.
        let now = max(moment.now, withdrawal.until)
        decide(withdrawal, of: id.assignment, at: Moment(now: now, uptime: moment.uptime))
    }

    /// A new command: whether somebody has taken it back already.
    mutating func wasTakenBack(_ command: ActiveCommand, of assignment: Assignment, at moment: Moment) -> Bool {
        let key = command.staged.authorized.address.routingKey
        var process = command.process
        // A replay of what was attempted cannot be taken back; its withdraw says so when its window ends.
        guard let settlement = process.withdraw(), !PlantedFault.isOn(.earlyWithdrawForgotten) else { return false }
        let waiting = update(assignment) { state in
            state.withdrawals.waiting(for: command.identity, of: key).compactMap { state.removeWithdrawal($0) }
        }
        guard let waiting, let first = waiting.first else { return false }
        end(first, settlement, of: assignment, takingBack: command, at: moment)
        for other in waiting.dropFirst() { decide(other, of: assignment, at: moment) }
        return true
    }

    /// The broker does not take its ledger record, so it does not wait.
    mutating func refuse(_ withdrawal: RequestedWithdrawal, of assignment: Assignment, at moment: Moment) {
        end(
            withdrawal, Settlement(.tooLarge, detail: "the ledger does not take it"), of: assignment, at: moment)
    }

    /// Stages the withdraw's own outcome and, with it, that of the command it takes back.
    private mutating func end(
        _ withdrawal: RequestedWithdrawal, _ settlement: Settlement, of assignment: Assignment,
        takingBack command: ActiveCommand? = nil, at moment: Moment
    ) {
        let own = ending(
            withdrawal.record, withdrawal.identity, withdrawal.content, of: assignment, envelope: withdrawal.envelope,
            settlement, key: withdrawal.authorized.routingKey, consumed: withdrawal.consumed, at: moment
        )
        let first = command.map { command in
            ending(
                command.staged.record, command.identity, command.content, of: assignment,
                envelope: command.staged.authorized.command.envelope, settlement,
                key: command.staged.authorized.address.routingKey, consumed: command.staged.consumed, at: moment
            )
        }
        if PlantedFault.isOn(.withdrawnApart), let first {
            _ = update(assignment) { $0.settle(first) }
            _ = update(assignment) { $0.settle(own) }
            return
        }
        _ = update(assignment) { $0.settle(own, withdrawing: first) }
    }
}
