import CommandContract
import CommandPipeline
import MeetingCancellation

/// Somebody who sends again what was not done: dead letters of commands whose end nobody knows, as `rescind dead-letters replay`
/// does, and what failed, as a source may by itself.
final class ReplayDesk {
    private unowned let run: SimulationRun
    private let decoder: RecordDecoder
    private var left: Int

    init(run: SimulationRun) {
        self.run = run
        left = run.plan.replays
        decoder = RecordDecoder(maximumBytes: run.plan.limits.commandBytes)
    }

    func open() {
        guard left > 0 else { return }
        for partition in 0..<run.kafka.partitionCount { watch(run.kafka.log(.outcomes, partition), from: 0) }
    }

    private func watch(_ log: PartitionLog, from offset: Int64) {
        let (records, next) = log.read(from: offset, limit: .max)
        for (offset, record) in records {
            let place = History.Position(partition: log.name.partition, offset: offset)
            if left > 0, let outcome = History.Outcome(record, at: place), let letter = letter(of: outcome, record) {
                left -= 1
                send(letter, after: outcome.position)
            }
        }
        guard left > 0 else { return }
        log.whenAdvanced { [self] in watch(log, from: next) }
    }

    private func letter(of outcome: History.Outcome, _ record: LogRecord) -> StoredLetter? {
        guard outcome.isPrimary, run.world.random.chance(70) else { return nil }
        let place = RecordPosition(topic: "dead-letters", partition: 0, offset: 0, timestamp: nil)
        switch outcome.reason.status {
        case .unresolved:
            let written = run.kafka.log(.deadLetters, 0).records.last { letter in
                letter.transaction === record.transaction
                    && DeadLetterHeader.text(DeadLetterHeader.partition, in: letter.headers)
                        == "\(outcome.position.partition)"
                    && DeadLetterHeader.text(DeadLetterHeader.offset, in: letter.headers)
                        == "\(outcome.position.offset)"
            }
            return written.flatMap {
                StoredLetter(position: place, key: $0.key, value: $0.value, headers: $0.headers)
            }
        case .failed:
            let command = run.kafka.log(.commands, outcome.position.partition)[outcome.position.offset]
            let headers = [
                RecordHeader(DeadLetterHeader.reason, outcome.reason.rawValue),
                RecordHeader(DeadLetterHeader.outcomeID, "failed"),
                RecordHeader(DeadLetterHeader.attempts, "\(outcome.attempts)"),
            ]
            return StoredLetter(
                position: place, key: command.key, value: command.value, headers: command.headers + headers)
        default: return nil
        }
    }

    private func send(_ letter: StoredLetter, after position: History.Position) {
        guard let envelope = letter.decoded(by: decoder)?.envelope,
            let replay = try? ReplayedCommand(letter, envelope),
            let number = Workload.number(of: envelope.identity), isItself(number, at: position)
        else { return }
        let home = Int32(run.plan.meetings[run.plan.commands[number].meeting].mailbox % run.plan.partitions)
        let record = ContractRecord(key: letter.key, value: replay.value, headers: replay.headers)
        run.world.after(run.world.random.int(0 ... .seconds(5))) { [run] in
            run.append(record, to: home, command: number, replay: ReplayChain(replay.envelope).number)
        }
    }

    /// Not another content under the same identity, of which the checker would not know what it may do.
    private func isItself(_ number: Int, at position: History.Position) -> Bool {
        let origin = History.origin(run.kafka.log(.commands, position.partition)[position.offset].headers) ?? position
        let record = run.produced.first { $0.partition == origin.partition && $0.offset == origin.offset }
        guard let command = record?.command else { return false }
        if case .conflict = run.plan.commands[command].kind { return false }
        return true
    }
}
