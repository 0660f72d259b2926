import CommandContract
import MeetingCancellation

@testable import PipelineSimulation

extension History {
    static let identity = "/a c0"

    /// One command, cancelled at its first attempt: its intent in transaction 0, its end in transaction 1.
    static func sample() throws -> History {
        var history = History()
        let name = try CommandIdentity(source: "/a", id: "c0")
        var command = Command(position: Position(partition: 0, offset: 0))
        command.identity = identity
        command.meeting = 0
        history.commands = [command]
        history.ledger = [
            Ledger(
                at: Position(partition: 0, offset: 0), key: .command(IdentityHash(name)), record: attempting,
                transaction: 0),
            position(1, at: 1, 0),
            Ledger(
                at: Position(partition: 0, offset: 3), key: .command(IdentityHash(name)), record: settled,
                transaction: 1),
            position(1, at: 4, 1),
        ]
        history.commits = [
            0: Commit(process: 0, validated: 1000, decided: 2000, offsets: [0: 1]),
            1: Commit(process: 0, validated: 9000, decided: 10_000, offsets: [0: 1]),
        ]
        history.outcomes = [
            Outcome(
                at: Position(partition: 0, offset: 0), position: command.position, identity: identity,
                reason: .cancelled, isPrimary: true, transaction: 1)
        ]
        history.requests = [request(name, number: 1, sent: 3000)]
        history.requests[0].acted = true
        history.requests[0].isClear = true
        history.outbox = [(0, 0)]
        history.cancelled = [4000]
        return history
    }

    static func request(_ name: CommandIdentity, number: Int, sent: Ticks) -> GraphModel.CancelRequest {
        var request = GraphModel.CancelRequest(command: name, number: number, process: 0, meeting: 0, sent: sent)
        request.arrived = sent + 1000
        return request
    }

    static func position(_ next: Int64, at offset: Int64, _ transaction: Int) -> Ledger {
        Ledger(
            at: Position(partition: 0, offset: offset), key: .position,
            record: .position(LedgerPosition(nextOffset: next, partitionCount: 1, writer: 1, transaction: 1)),
            transaction: transaction)
    }

    static var attempting: LedgerRecord {
        var kept = KeptCommand(
            content: ContentHash(value: 1), offset: 0, timestamp: nil, consumed: Timestamp(milliseconds: 0), key: nil,
            value: [], headers: [])
        kept.attempts = 1
        return .attempting(kept)
    }

    static var settled: LedgerRecord {
        .settled(
            SettledCommand(
                content: ContentHash(value: 1), offset: 0, timestamp: nil, settled: Timestamp(milliseconds: 0),
                reason: .cancelled, evidence: nil, attempts: 1))
    }
}
