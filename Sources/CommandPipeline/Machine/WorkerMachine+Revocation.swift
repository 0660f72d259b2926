import CommandContract
import MeetingCancellation

/// Giving partitions up: nothing more begins, what may have acted ends, what is known is committed, and only then they go.
extension WorkerMachine {
    /// - Parameter id: what ``PipelineAction/completeRevocation(_:)`` gives back.
    package mutating func revoked(_ assignments: [Assignment], lost: Bool, id: Int, at moment: Moment) {
        if lost {
            // What was being given up in order can be lost meanwhile; told once, it is not told again.
            revocations.removeAll { $0.id == id }
            if !PlantedFault.isOn(.lossIgnored) { forget(assignments) }
            report(.partitionsRevoked(assignments, lost: true))
            act(.completeRevocation(id))
            return moveOn(moment)
        }
        revocations.append(Revocation(id: id, assignments: assignments))
        for assignment in assignments { leave(assignment, at: moment) }
        act(.startTimer(.drain(id), limits.drain))
        moveOn(moment)
    }

    private mutating func leave(_ assignment: Assignment, at moment: Moment) {
        guard look(assignment, { $0.isRestored }) == true else { return forget([assignment]) }
        let taken = transaction.taken[assignment]?.changes ?? 0
        let idle = update(assignment) { state in
            state.isLeaving = true
            state.takeBackIntents(after: taken)
            let onTheirWay = Set(state.pending.prefix(taken).filter { $0.effect == .send }.map(\.offset))
            return state.commands.filter { !$0.value.process.isSending && !onTheirWay.contains($0.key) }.keys.sorted()
        }
        noteLeft(idle ?? [], of: assignment, at: moment)
        lanes.drop(assignment)
        for offset in idle ?? [] { drop(CommandID(assignment: assignment, offset: offset)) }
    }

    mutating func drainEnded(_ id: Int) {
        guard let index = revocations.firstIndex(where: { $0.id == id }) else { return }
        let late = revocations[index].assignments.filter { assignment in look(assignment, { isDrained($0) }) == false }
        if !late.isEmpty { report(.drainTimedOut(late)) }
        revocations[index].isOverdue = true
    }

    /// Lets the group have what is drained. No open transaction may contain it then: its offsets would move under the next
    /// owner, because the broker checks the member and not what it owns.
    mutating func completeRevocations() {
        for revocation in revocations {
            guard !transaction.holds(revocation.assignments) else { continue }
            let areDrained = revocation.assignments.allSatisfy { look($0) { isDrained($0) } ?? true }
            guard areDrained || revocation.isOverdue else { continue }
            revocations.removeAll { $0.id == revocation.id }
            forget(revocation.assignments)
            report(.partitionsRevoked(revocation.assignments, lost: false))
            act(.completeRevocation(revocation.id))
        }
    }

    private func isDrained(_ state: PartitionState) -> Bool {
        state.commands.isEmpty && (state.isBlocked || !state.hasSomethingToCommit)
    }

    /// The assignments end at once: results that come later find no owner and are dropped.
    mutating func forget(_ assignments: [Assignment]) {
        for assignment in assignments {
            guard let offsets = look(assignment, { $0.commands.keys.sorted() }) else { continue }
            noteForgotten(assignment)
            lanes.drop(assignment)
            for offset in offsets { drop(CommandID(assignment: assignment, offset: offset)) }
            let lingering = look(assignment) { $0.lingering.sorted { $0.key < $1.key }.map(\.value) }
            for lane in lingering ?? [] { lanes.finished(lane) }
            if let held = look(assignment, { ($0.progress.count, $0.progress.bytes) }) { release(held) }
            partitions[assignment.partition] = nil
            turns.removeAll { $0 == assignment.partition }
            act(.cutOff(assignment))
            if case .deciding(var deciding) = transaction.phase, deciding.remove(assignment) != nil {
                transaction.phase = .deciding(deciding)
            }
        }
        endDeciding()
    }

    mutating func release(_ done: (records: Int, bytes: Int)) {
        staged.records -= done.records
        staged.bytes -= done.bytes
    }

    // MARK: Shares

    /// A partition whose head is slow must not fill the room of all the others (promise P6), and one whose ledger is full takes
    /// nothing in.
    mutating func adjustPauses(_ moment: Moment) {
        for partition in turns {
            guard let assignment = partitions[partition]?.assignment else { continue }
            keepHeldUp(assignment, at: moment)
            let limits = limits
            let change = update(assignment) { state -> PipelineAction? in
                guard state.isRestored, !state.isLeaving else { return nil }
                guard state.isPaused ? state.mayResume(limits) : state.mustPause(limits) else { return nil }
                state.isPaused.toggle()
                return state.isPaused ? .pause(assignment) : .resume(assignment)
            }
            if let change = change ?? nil { act(change) }
            if look(assignment, { $0.isFull(limits) && !$0.isWatched }) == true {
                report(.ledgerFull(partition))
                watchRoom(of: assignment)
            }
        }
    }

    private mutating func watchRoom(of assignment: Assignment) {
        _ = update(assignment) { $0.isWatched = true }
        act(.startTimer(.room(assignment), min(max(limits.idempotencyWindow / 100, .seconds(1)), .seconds(60))))
    }

    /// A partition that takes nothing in commits nothing, and then nobody tells what time it is by the broker's clock: its
    /// position is written again for the sake of that, and for the tombstones of what is past the window.
    mutating func askForTime(_ assignment: Assignment) {
        let limits = limits
        let isFull = update(assignment) { state in
            state.isWatched = false
            state.wantsTime = state.isFull(limits) && !PlantedFault.isOn(.fullForGood)
            return state.wantsTime
        }
        if isFull == true, !PlantedFault.isOn(.fullForGood) { watchRoom(of: assignment) }
    }
}
