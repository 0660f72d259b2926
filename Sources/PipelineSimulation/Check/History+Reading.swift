import CommandContract
import MeetingCancellation

extension History {
    init(of run: SimulationRun) {
        self.init()
        for transaction in run.kafka.transactions {
            statistics.transactions += 1
            guard transaction.decision == .commit else {
                statistics.aborted += 1
                continue
            }
            commits[transaction.number] = Commit(
                process: transaction.process, validated: transaction.validated, decided: transaction.decided,
                offsets: transaction.offsets)
        }
        readCommands(run)
        for partition in 0..<run.kafka.partitionCount {
            readOutcomes(run.kafka.log(.outcomes, partition))
            readLedger(run.kafka.log(.ledger, partition))
        }
        for record in run.kafka.log(.deadLetters, 0).records where record.standing == .committed {
            if let number = record.transaction?.number { commits[number]?.deadLetters += 1 }
        }
        requests = run.graph.requests
        lookUps = run.graph.lookUps
        talks = run.graph.talks
        outbox = run.graph.outbox
        cancelled = run.graph.meetings.map(\.cancelled)
        withoutRights = Set(run.processes.filter { !$0.allowsOtherSource }.map(\.number))
        withLosses.formUnion(run.processes.filter(\.hasLost).map(\.number))
        pauses = Dictionary(uniqueKeysWithValues: run.processes.map { ($0.number, $0.pauses) })
        count(run)
    }

    private mutating func count(_ run: SimulationRun) {
        statistics.records = commands.count
        statistics.outcomes = outcomes.count
        statistics.cancelled = outcomes.count { $0.reason == .cancelled && $0.isPrimary }
        statistics.unresolved = outcomes.count { $0.reason == .answerLost && $0.isPrimary }
        statistics.repeated = outcomes.count { !$0.isPrimary }
        statistics.replayed = commands.count { !$0.repeats.isEmpty }
        statistics.forwarded = commands.count { $0.forwardedFrom != nil }
        statistics.cancelRequests = requests.count
        statistics.lookUps = lookUps.count
        statistics.withdrawn = outcomes.count { $0.reason == .withdrawn && $0.isPrimary }
        statistics.collapsed = outcomes.count { $0.reason == .alreadyCancelled && $0.isPrimary }
        statistics.restarts = run.processes.count - run.plan.slots
    }

    private mutating func readCommands(_ run: SimulationRun) {
        var planned: [Position: ProducedRecord] = [:]
        for record in run.produced {
            planned[Position(partition: record.partition, offset: record.offset)] = record
        }
        for partition in 0..<run.kafka.partitionCount {
            let log = run.kafka.log(.commands, partition)
            for (offset, record) in log.records.enumerated()
            where record.standing == .plain || record.standing == .committed {
                let position = Position(partition: partition, offset: Int64(offset))
                var command = Command(position: position)
                command.isTombstone = record.value == nil
                command.forwardedFrom = Self.origin(record.headers)
                if let record = planned[command.forwardedFrom ?? position] {
                    command.describe(record.command, run.plan)
                    command.isReplay(record.replay)
                }
                commands.append(command)
            }
        }
    }

    static func origin(_ headers: [RecordHeader]) -> Position? {
        guard let mark = headers.first(where: { $0.name == ForwardMark.header })?.value else { return nil }
        let parts = String(decoding: mark, as: UTF8.self).split(separator: "/")
        guard parts.count >= 2, let partition = Int32(parts[0]), let offset = Int64(parts[1]) else { return nil }
        return Position(partition: partition, offset: offset)
    }

    private mutating func readOutcomes(_ log: PartitionLog) {
        for (offset, record) in log.records.enumerated() where record.standing == .committed {
            let place = Position(partition: log.name.partition, offset: Int64(offset))
            if let outcome = Outcome(record, at: place) { outcomes.append(outcome) }
        }
    }

    private mutating func readLedger(_ log: PartitionLog) {
        for (offset, record) in log.records.enumerated()
        where record.standing == .committed || record.standing == .removed {
            guard let key = record.key.flatMap(LedgerKey.init) else { continue }
            ledger.append(
                Ledger(
                    at: Position(partition: log.name.partition, offset: Int64(offset)), key: key,
                    record: record.value.flatMap { try? LedgerRecord($0, recorded: record.timestamp) },
                    transaction: record.transaction?.number ?? -1
                )
            )
        }
    }
}

extension History.Outcome {
    init?(_ record: LogRecord, at: History.Position) {
        guard let value = record.value, case .object(let event)? = try? JSONReader.read(value),
            case .object(let data)? = event["data"], case .object(let place)? = data["position"],
            let partition = place.number("partition").flatMap(Int32.init),
            let position = place.number("offset").flatMap(Int64.init),
            let reason = data.text("reason").flatMap(OutcomeReason.init),
            case .object(let timing)? = data["timing"],
            let consumed = timing.text("consumed").flatMap(Timestamp.init(rfc3339:)),
            let settled = timing.text("settled").flatMap(Timestamp.init(rfc3339:))
        else { return nil }
        var meeting: JSONObject?
        if case .object(let facts)? = data["meeting"] { meeting = facts }
        var identity: String?
        if case .object(let command)? = data["command"], let source = command.text("source"),
            let id = command.text("id")
        {
            identity = "\(source) \(id)"
        }
        self.init(
            at: at, position: History.Position(partition: partition, offset: position), identity: identity,
            reason: reason, isPrimary: data["primary"] == .bool(true),
            attempts: data.number("attempts").flatMap { Int($0) } ?? 0, consumed: consumed, settled: settled,
            tenant: meeting?.text("tenant"), mailbox: meeting?.text("mailbox"),
            transaction: record.transaction?.number ?? -1
        )
    }
}

extension History.Command {
    fileprivate mutating func isReplay(_ number: Int) {
        guard number > 0, let first = identity else { return }
        repeats = [first] + (1..<number).map { "\(first)~r\($0)" }
        identity = "\(first)~r\(number)"
        isRepetition = false
    }

    fileprivate mutating func describe(_ number: Int, _ plan: SimulationPlan) {
        let planned = plan.commands[number]
        switch planned.kind {
        case .malformed, .tombstone, .tooLarge: return
        case .repetition(let earlier):
            describe(earlier, plan)
            isRepetition = true
            return
        default: break
        }
        let source =
            planned.kind == .unknownSource
            ? "/nobody" : planned.isOfOtherSource ? Workload.otherSource : Workload.source
        identity = "\(source) c\(Workload.identity(number, in: plan.commands))"
        if case .withdrawal(let withdrawn) = planned.kind {
            withdraws = "\(source) c\(Workload.identity(withdrawn, in: plan.commands))"
            return
        }
        if planned.kind != .mistyped { meeting = planned.meeting }
        switch planned.kind {
        case .conflict:
            isRepetition = true
            isConflict = true
        case .dryRun: forbiddenFrom = 0
        case .held(let span): heldUntil = planned.at + span
        case .shortDeadline(let span): forbiddenFrom = planned.at + span
        default: break
        }
    }
}

extension JSONObject {
    fileprivate func text(_ name: String) -> String? {
        if case .string(let text)? = self[name] { text } else { nil }
    }

    fileprivate func number(_ name: String) -> String? {
        if case .number(let text)? = self[name] { text } else { nil }
    }
}
