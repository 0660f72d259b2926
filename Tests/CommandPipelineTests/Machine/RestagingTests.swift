import CommandContract
import MeetingCancellation
import Testing

@testable import CommandPipeline

/// A broker that is away for hours must not fill the memory with what is tried again meanwhile.
@Suite("What is tried again while no transaction ends is staged once")
struct RestagingTests {
    private static let first = Assignment(partition: ModelledCluster.partition(0), epoch: 1)
    private static let id = CommandID(assignment: first, offset: 1)

    /// Entra was asked in vain.
    /// - Returns: until when the command waits.
    private func fail(_ bench: inout MachineBench) throws -> Timestamp {
        let unavailable = PermissionFailure.unavailable(retryAfter: .seconds(5))
        bench.tell { $0.permissionAnswered(Self.id, .failure(unavailable), at: $1) }
        return bench.moment.now + (try #require(lastTimer(in: bench))).duration
    }

    private func lastTimer(in bench: MachineBench) -> (id: TimerID, duration: Duration)? {
        bench.timers.last { if case .command = $0.id { true } else { false } }
    }

    /// - Returns: until when the command waits at last.
    private func failOften(_ bench: inout MachineBench) throws -> Timestamp {
        var until = bench.moment.now
        for _ in 0..<20 {
            let timer = try #require(lastTimer(in: bench))
            bench.pass(timer.duration)
            bench.tell { $0.timerFired(timer.id, at: $1) }
            until = try fail(&bench)
        }
        return until
    }

    /// The commands that wait, as the batch writes them into the ledger.
    private func waiting(_ batch: CommitBatch?) -> [KeptCommand] {
        (batch?.entries ?? []).compactMap { entry in
            guard entry.destination == .ledger, let bytes = entry.record.value,
                case .waiting(let kept) = try? LedgerRecord(bytes, recorded: nil)
            else { return nil }
            return kept
        }
    }

    private func staged(_ bench: MachineBench) -> Int? { bench.machine.partitions[Self.first.partition]?.pending.count }

    @Test(
        "whether its first wait is in the open transaction or behind it: the next one tells how long it waits now, once",
        arguments: [true, false])
    func once(isOpen: Bool) throws {
        var bench = MachineBench.running([Self.first])
        if !isOpen {
            // Keeps the transaction open before the command has waited.
            let garbage = SampleRecord.record(0, value: Array("garbage".utf8))
            bench.tell { $0.recordsArrived([garbage], of: Self.first, at: $1) }
        }
        bench.tell { $0.recordsArrived([SampleRecord.command(1)], of: Self.first, at: $1) }
        _ = try fail(&bench)
        let until = try failOften(&bench)
        #expect(bench.batches.count == 1, "no transaction has ended")
        #expect(staged(bench) == (isOpen ? 2 : 1))
        bench.commit()
        #expect(bench.batches.count == 2)
        #expect(waiting(bench.batches.last).map(\.resumesAt) == [until])
        let again = try failOften(&bench)
        #expect(staged(bench) == 2, "one in the open transaction, one behind it")
        bench.commit()
        #expect(waiting(bench.batches.last).map(\.resumesAt) == [again])
        bench.commit()
        #expect(bench.batches.count == 3 && staged(bench) == 0)
    }
}
