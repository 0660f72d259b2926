import CommandContract
import MeetingCancellation

/// Taking commands back. Decided on the staged state: an intent on its way to the ledger counts as an attempt, because its
/// request goes as soon as it is committed, and an aborted transaction is staged again as it was.
extension WorkerMachine {
    mutating func withdraw(
        _ withdrawal: AuthorizedWithdrawal, _ record: ConsumedRecord, of assignment: Assignment, at moment: Moment
    ) {
        let key = withdrawal.routingKey
        if let home = detour(of: key, record) { return forward(record, of: assignment, to: home) }
        let envelope = withdrawal.command.envelope
        if let answer = repetition(envelope, record, of: assignment) {
            return self.answer(answer, record, of: assignment, envelope: envelope, key: key, at: moment)
        }
        if let expiry = envelope.expiry, moment.now >= expiry {
            return end(withdrawal, Settlement(.expired), record, of: assignment, at: moment)
        }
        switch target(of: withdrawal, in: assignment) {
        case .unknown: end(withdrawal, Settlement(.commandUnknown), record, of: assignment, at: moment)
        case .attempted: end(withdrawal, Settlement(.tooLateToWithdraw), record, of: assignment, at: moment)
        case .untouched(let command, let settlement):
            let id = CommandID(assignment: assignment, offset: command.staged.record.position.offset)
            end(withdrawal, settlement, record, of: assignment, takingBack: command, at: moment)
            drop(id)
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
            guard command.ledger != .attempting, let settlement = process.withdraw() else { return .attempted }
            return .untouched(command, settlement)
        }
        return target ?? .unknown
    }

    /// Stages the withdraw's own outcome and, with it, that of the command it takes back.
    private mutating func end(
        _ withdrawal: AuthorizedWithdrawal, _ settlement: Settlement, _ record: ConsumedRecord,
        of assignment: Assignment, takingBack command: ActiveCommand? = nil, at moment: Moment
    ) {
        let envelope = withdrawal.command.envelope
        let own = ending(
            record, IdentityHash(envelope.identity), envelope.content ?? ContentHash(type: envelope.type, data: nil),
            of: assignment, envelope: envelope, settlement, key: withdrawal.routingKey, consumed: moment.now, at: moment
        )
        let first = command.map { command in
            ending(
                command.staged.record, command.identity, command.content, of: assignment,
                envelope: command.staged.authorized.command.envelope, settlement,
                key: command.staged.authorized.address.routingKey, consumed: command.staged.consumed, at: moment
            )
        }
        _ = update(assignment) { $0.settle(own, withdrawing: first) }
    }
}
