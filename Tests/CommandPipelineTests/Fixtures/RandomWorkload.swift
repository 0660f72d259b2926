import CommandPipeline

/// Commands, tombstones and rubbish over some partitions, with the gaps that transaction markers leave in offsets.
struct RandomWorkload: Sendable {
    private(set) var records: [ConsumedRecord] = []
    private(set) var ends: [CommandPartition: Int64] = [:]
    private(set) var withOutcome: Set<Position> = []

    struct Position: Sendable, Hashable {
        let partition: Int32
        let offset: Int64
    }

    /// - Parameter events: how many meetings the commands are about; nil gives each its own.
    init(count: Int, partitions: Int32, events: UInt64?, _ generator: inout SeededGenerator) {
        for _ in 0..<count {
            let number = Int32(generator.next() % UInt64(partitions))
            let partition = ModelledCluster.partition(number)
            let offset = (ends[partition] ?? 0) + Int64(generator.next() % 3)
            ends[partition] = offset + 1
            let record: ConsumedRecord
            switch generator.next() % 12 {
            case 0: record = SampleRecord.record(offset, in: number, value: nil)
            case 1: record = SampleRecord.record(offset, in: number, value: [0x7B])
            default:
                let event = events.map { "m\(number)-\(generator.next() % $0)" }
                record = SampleRecord.command(offset, in: number, event: event)
            }
            records.append(record)
            if record.value != nil { withOutcome.insert(Position(partition: number, offset: offset)) }
        }
    }

    /// Whether a group has committed everything.
    func isDone(_ state: ClusterState) -> Bool { ends.allSatisfy { state.committed[$0.key] ?? 0 >= $0.value } }

    /// What is wrong with the committed view, or nil.
    func complaint(about cluster: ModelledCluster) -> String? {
        let outcomes = cluster.outcomes.map { Position(partition: $0.partition, offset: $0.offset) }
        if let breach = cluster.current.breaches.first { return breach }
        if outcomes.count != Set(outcomes).count { return "a record has two outcomes" }
        if Set(outcomes) != withOutcome { return "outcomes of \(outcomes.count) records, not of \(withOutcome.count)" }
        for partition in ends.keys {
            let offsets = outcomes.filter { $0.partition == partition.partition }.map(\.offset)
            if offsets != offsets.sorted() { return "outcomes of \(partition.partition) out of order" }
        }
        return nil
    }
}
