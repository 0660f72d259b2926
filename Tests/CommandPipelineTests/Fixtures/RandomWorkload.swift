import CommandPipeline

/// Commands, tombstones and rubbish over some partitions, with the gaps that transaction markers leave in offsets.
struct RandomWorkload: Sendable {
    private(set) var records: [ConsumedRecord] = []
    private var ends: [CommandPartition: Int64] = [:]
    /// Who must have an outcome: the commands by their id, the rubbish by its place.
    private(set) var withOutcome: Set<String> = []

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
                // One in eight stands in the wrong partition.
                let home = generator.next() % 8 == 0 ? Int(generator.next() % UInt64(partitions)) : Int(number)
                let event = events.map { "m\(home)-\(generator.next() % $0)" }
                record = SampleRecord.command(offset, in: number, event: event, user: SampleRecord.residents[home])
            }
            records.append(record)
            switch record.value?.count {
            case nil: break
            case 1: withOutcome.insert(Self.place(number, offset))
            default: withOutcome.insert("cmd-\(number)-\(offset)")
            }
        }
    }

    private static func place(_ partition: Int32, _ offset: Int64) -> String { "\(partition)/\(offset)" }

    /// What is wrong with the committed view, or nil.
    func complaint(about cluster: ModelledCluster) -> String? {
        let outcomes = cluster.outcomes.map { $0.command ?? Self.place($0.partition, $0.offset) }
        if let breach = cluster.current.breaches.first { return breach }
        if outcomes.count != Set(outcomes).count { return "a record has two outcomes" }
        if Set(outcomes) != withOutcome { return "outcomes of \(outcomes.count) records, not of \(withOutcome.count)" }
        return nil
    }

    /// An outcome that says something else than what Graph did, or nil; for a workload whose commands are about a meeting each.
    func untrueOutcome(_ cluster: ModelledCluster, _ graph: RandomGraph) -> PublishedOutcome? {
        cluster.outcomes.first { outcome in
            guard outcome.reason != "malformed", outcome.reason != "answerLost" else { return false }
            let event = outcome.command.map { "e" + $0.dropFirst("cmd-".count) }
            let wasCancelled = event.flatMap { graph.cancellations[$0] } != nil
            return (outcome.reason == "cancelled") != wasCancelled
        }
    }
}
