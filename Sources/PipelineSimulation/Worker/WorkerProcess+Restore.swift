import CommandContract
import CommandPipeline
import MeetingCancellation

/// Questions of a restore, as the shell asks them.
extension WorkerProcess {
    func restore(_ assignment: Assignment, _ action: PipelineAction) {
        guard !isCut(assignment) else { return }
        let partition = assignment.partition.partition
        let kafka = run.kafka
        switch action {
        case .countPartitions:
            ask(
                .countPartitions, assignment, serve: { $0(kafka.partitionCount) },
                then: { process, count in
                    process.tell { $0.partitionsCounted(assignment, commands: count, ledger: count, at: $1) }
                }
            )
        case .readCommittedOffset:
            let early = kafka.log(.ledger, partition).end
            ask(
                .committedOffset, assignment, timeout: .seconds(20),
                serve: { reply in
                    if PlantedFault.isOn(.unstableOffset) { return reply(kafka.committedOffsets[partition]) }
                    kafka.stableOffset(partition, reply)
                },
                then: { (process, offset: Int64?) in
                    process.earlyEnds[partition] = early
                    process.tell { $0.committedOffsetRead(assignment, offset, at: $1) }
                }
            )
        case .readLedgerEnd:
            let early = PlantedFault.isOn(.watermarkBeforeStableOffset) ? earlyEnds[partition] : nil
            let isStable = PlantedFault.isOn(.lastStableOffsetForWatermark)
            let log = kafka.log(.ledger, partition)
            ask(
                .ledgerEnd, assignment, serve: { $0(early ?? (isStable ? log.lastStableOffset : log.end)) },
                then: { process, end in
                    process.tell { $0.ledgerEndRead(assignment, end, at: $1) }
                }
            )
        case .readLedger(_, let start, let end):
            readLedger(assignment, from: start, to: end)
        case .readCommandEnd:
            ask(
                .commandEnd, assignment, serve: { $0(kafka.log(.commands, partition).end) },
                then: { process, end in
                    process.tell { $0.commandEndRead(assignment, end, at: $1) }
                }
            )
        default: break
        }
    }

    private struct Reading {
        var entries: [LedgerEntry] = []
        var next: Int64
    }

    private func readLedger(_ assignment: Assignment, from start: Int64?, to end: Int64) {
        let log = run.kafka.log(.ledger, assignment.partition.partition)
        let whole = Reading(next: max(start ?? 0, log.start))
        ask(
            .readLedger, assignment, timeout: .seconds(60), serve: { Self.read(log, whole, to: end, $0) },
            then: { process, reading in
                for chunk in stride(from: 0, to: reading.entries.count, by: 7) {
                    let entries = Array(reading.entries[chunk..<min(chunk + 7, reading.entries.count)])
                    process.tell { $0.ledgerEntriesRead(assignment, entries, at: $1) }
                }
                process.tell { $0.ledgerRead(assignment, next: reading.next, at: $1) }
            }
        )
    }

    private static func read(
        _ log: PartitionLog, _ begun: Reading, to end: Int64, _ reply: @escaping (Reading) -> Void
    ) {
        var reading = begun
        let (records, next) = log.read(from: reading.next, limit: .max)
        for (_, record) in records {
            guard let key = record.key else { continue }
            reading.entries.append(LedgerEntry(key: key, value: record.value, timestamp: record.timestamp))
        }
        reading.next = next
        guard next < end else { return reply(reading) }
        let held = reading
        log.whenAdvanced { read(log, held, to: end, reply) }
    }

    private func ask<Value>(
        _ kind: RequestKind, _ assignment: Assignment, timeout: Ticks = .seconds(2),
        serve: @escaping (@escaping (Value) -> Void) -> Void, then: @escaping (WorkerProcess, Value) -> Void
    ) {
        let partition = assignment.partition.partition
        let log = run.kafka.log(.ledger, partition)
        let isOfLedger = kind == .ledgerEnd || kind == .readLedger
        call(
            kind, timeout: timeout,
            serve: { [self] (reply: @escaping (Value?) -> Void) in
                if isOfLedger, world.now < log.leaderlessUntil { reply(nil) } else { serve { reply(.some($0)) } }
            },
            answer: { [self] answer in
                guard !isCut(assignment) else { return }
                if case .value(let value?) = answer { return then(self, value) }
                tell { $0.ledgerStepFailed(assignment, code: "model.\(kind)", at: $1) }
            }
        )
    }
}
