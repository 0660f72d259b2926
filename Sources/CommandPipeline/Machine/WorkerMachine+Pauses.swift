import CommandContract
package import MeetingCancellation

/// Commands that are held though nothing is wrong with them: by people (the kill switch), and while every command of their
/// tenant or account would fail for the same reason. They wait in the ledger, and keep their meetings' order.
extension WorkerMachine {
    /// All orders that stand from now on.
    package mutating func pausesRead(_ orders: [PauseOrder], at moment: Moment) {
        pauses.read(orders)
        unpark { _ in true }
        moveOn(moment)
    }

    /// Asked before a command's turn and before each of its requests.
    /// - Returns: whether it is held: it is dealt with.
    mutating func isHeld(
        _ id: CommandID, before action: CancellationProcess.Action? = nil, at moment: Moment
    ) -> Bool {
        guard let command = look(id.assignment, { $0.commands[id.offset] }) ?? nil else { return false }
        let authorized = command.staged.authorized
        let leave = pauses.leave(
            for: authorized.command.envelope.identity.source, CredentialHolder(authorized.address),
            isProbe: command.isProbe, at: moment.uptime)
        switch leave {
        case .given: return false
        case .asProbe:
            _ = update(id.assignment) { $0.commands[id.offset]?.isProbe = true }
            setPauseTimer(moment)
            return false
        case .refused(let cause):
            _ = update(id.assignment) { $0.commands[id.offset]?.held = action ?? command.held }
            park(id, command, cause, at: moment)
            return true
        }
    }

    /// A doubt waits without a deadline: only a look at the meeting ends it, and nobody may look now.
    private mutating func park(_ id: CommandID, _ command: ActiveCommand, _ cause: PauseCause, at moment: Moment) {
        let isDoubtful = command.process.mayHaveActed
        guard isDoubtful || moment.now < command.staged.deadline else {
            return step(id, at: moment) { process, _ in process.pausedOut(cause) }
        }
        _ = update(id.assignment) { state in
            state.commands[id.offset]?.isParked = true
            // Held by a person meanwhile, it shows nothing of its tenant.
            state.commands[id.offset]?.isProbe = false
            state.parked.insert(id.offset)
        }
        if !isDoubtful { letOccurrencesGo(id, at: moment) }
        let rest = isDoubtful ? nil : command.staged.deadline - moment.now
        suspend(id, command, for: rest, isKnown: false, at: moment)
    }

    /// Lets those go on whose holders `isFree` says so; whoever is still held is parked again at its turn.
    private mutating func unpark(_ isFree: (CredentialHolder) -> Bool) {
        if PlantedFault.isOn(.unparkForgotten) { return }
        for assignment in partitions.values.map(\.assignment).sorted(by: { $0.partition < $1.partition }) {
            let free = look(assignment) { state in
                state.parked.sorted().filter { offset in
                    state.commands[offset].map { isFree(CredentialHolder($0.staged.authorized.address)) } ?? true
                }
            }
            for offset in free ?? [] {
                wake(CommandID(assignment: assignment, offset: offset))
            }
        }
    }

    // MARK: Failures in common

    /// A command is about to end.
    /// - Returns: whether it waits instead, because the failure is its tenant's.
    mutating func isPutBack(_ settlement: Settlement, _ id: CommandID, _ command: ActiveCommand, at moment: Moment)
        -> Bool
    {
        let holder = CredentialHolder(command.staged.authorized.address)
        let change = pauses.ended(
            settlement.reason, of: holder, in: command.staged.authorized.address.mailbox, isProbe: command.isProbe,
            at: moment.uptime)
        _ = update(id.assignment) { $0.commands[id.offset]?.isProbe = false }
        setPauseTimer(moment)
        switch change {
        case .held(let holder, let reason): report(.tenantHeld(holder, reason))
        case .released(let holder, let reason):
            report(.tenantReleased(holder, reason))
            lastProbes[holder] = nil
            unpark { $0 == holder }
        case nil: break
        }
        // The one by which it was found out ends, as those before it.
        guard change == nil, pauses.isFailing(holder, with: settlement.reason),
            moment.now < command.staged.deadline,
            update(id.assignment, { $0.commands[id.offset]?.process.putBack() }) == true,
            let waiting = look(id.assignment, { $0.commands[id.offset] }) ?? nil
        else { return false }
        park(id, waiting, .failing(settlement.reason), at: moment)
        return true
    }

    mutating func pauseWaited(number: Int, at moment: Moment) {
        guard pauseTimer?.number == number else { return }
        pauseTimer = nil
        let due = pauses.timePassed(to: moment.uptime)
        for holder in due { sendProbe(of: holder, at: moment) }
        setPauseTimer(moment)
    }

    /// One after the other of the commands that wait shows whether the others may go on, since one may fail for a reason of its
    /// own. When none waits, the next to come does.
    private mutating func sendProbe(of holder: CredentialHolder, at moment: Moment) {
        if PlantedFault.isOn(.probeNeverSent) { return }
        let waiting = partitions.values.sorted { $0.partition < $1.partition }.flatMap { state in
            state.parked.sorted().filter { offset in
                state.commands[offset].map { CredentialHolder($0.staged.authorized.address) == holder } ?? false
            }.map { CommandID(assignment: state.assignment, offset: $0) }
        }
        let last = lastProbes[holder]
        let next = waiting.first { id in last.map { Self.isBefore($0, id) } ?? true } ?? waiting.first
        guard let next else { return }
        lastProbes[holder] = next
        pauses.probeSent(holder, at: moment.uptime)
        _ = update(next.assignment) { $0.commands[next.offset]?.isProbe = true }
        wake(next)
    }

    private static func isBefore(_ left: CommandID, _ right: CommandID) -> Bool {
        let (first, second) = (left.assignment.partition, right.assignment.partition)
        return first == second ? left.offset < right.offset : first < second
    }

    private mutating func setPauseTimer(_ moment: Moment) {
        guard let due = pauses.due, pauseTimer.map({ due < $0.due }) ?? true else { return }
        lastPauseTimer += 1
        pauseTimer = (due, lastPauseTimer)
        act(.startTimer(.pauses(number: lastPauseTimer), max(.zero, due - moment.uptime)))
    }
}
