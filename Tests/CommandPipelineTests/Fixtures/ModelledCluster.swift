import CommandContract
import CommandPipeline
import MeetingCancellation

/// The cluster that modelled sources and logs share, and the handle by which a test rules it.
final class ModelledCluster: Sendable {
    let state = Watched(ClusterState())

    init(members: Int = 1) {
        state.update { state in for member in 0..<members { state.members[member] = ClusterMember() } }
    }

    static func partition(_ number: Int32) -> CommandPartition {
        CommandPartition(topic: ClusterState.topic, partition: number)
    }

    func append(_ records: [ConsumedRecord]) {
        state.update { state in for record in records { state.append(record) } }
    }

    @discardableResult
    func assign(_ partitions: [Int32], to member: Int = 0) -> [Assignment] {
        state.update { $0.assign(partitions.map(Self.partition), to: member) }
    }

    @discardableResult
    func revoke(_ partitions: [Int32], from member: Int = 0, lost: Bool = false) -> Int? {
        state.update { $0.revoke(partitions.map(Self.partition), from: member, lost: lost) }
    }

    func script(member: Int = 0, _ change: (inout ClusterMember) -> Void) {
        state.update { state in
            if var changed = state.members[member] {
                change(&changed)
                state.members[member] = changed
            }
        }
    }

    func wait(until condition: @Sendable (ClusterState) -> Bool) async { await state.wait(until: condition) }

    /// Waits until the group's committed offset of a partition has reached `offset`.
    func committed(_ offset: Int64, in partition: Int32 = 0) async {
        await state.wait { $0.committed[Self.partition(partition)] ?? 0 >= offset }
    }

    /// Waits until so many outcomes are committed.
    func settled(_ count: Int) async { await state.wait { $0.outcomeCount >= count } }

    func revocationHandled(_ id: Int?, by member: Int = 0) async {
        guard let id else { return }
        await state.wait { $0.members[member]?.history.contains(.revocationHandled(id)) == true }
    }

    /// Another writer's committed ledger record in partition 0.
    func write(_ value: [UInt8], for key: LedgerKey) {
        state.update { state in
            state.lastTransaction += 1
            let entry = LedgerEntry(key: key.bytes, value: value, timestamp: state.time)
            state.ledgers[0, default: LedgerLog()].append(entry, transaction: state.lastTransaction)
            state.ledgers[0]?.ended(state.lastTransaction, isCommitted: true)
        }
    }

    func write(_ record: LedgerRecord, for offset: Int64) throws {
        write(record.bytes, for: try SampleRecord.ledgerKey(offset))
    }

    /// What the ledger says of the command of ``SampleRecord`` at this place.
    func ledgerRecord(_ offset: Int64, in partition: Int32 = 0) throws -> LedgerRecord? {
        current.ledgerRecord(of: try CommandIdentity(source: "/tests", id: "cmd-\(partition)-\(offset)"))
    }

    /// A number that no other run of any worker has.
    func nextWriter() -> UInt64 {
        state.update { state in
            state.lastWriter += 1
            return state.lastWriter
        }
    }

    var current: ClusterState { state.current }
    var history: [ClusterMember.Event] { state.current.members[0]?.history ?? [] }
    var outcomes: [PublishedOutcome] { state.current.published.compactMap { PublishedOutcome($0) } }
}
