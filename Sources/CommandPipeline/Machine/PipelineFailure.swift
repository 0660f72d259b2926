/// Why a worker stops by itself: going on would break a promise, and a restart alone does not mend it.
package enum PipelineFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The log refused this worker twice within a minute: another process uses its `kafka.slot`, or rights are missing.
    case refused(CommitFailure)
    /// The ledger topic has another number of partitions than the command topic.
    case ledgerPartitions(commands: Int32, ledger: Int32)
    /// The command topic had another number of partitions when the ledger was written.
    case partitionCountChanged(partition: CommandPartition, written: Int32, found: Int32)
    /// The partition ends before the place that the group or the ledger has reached.
    case topicRecreated(partition: CommandPartition, end: Int64, reached: Int64)
    /// The group has gone further than the ledger knows, which one transaction moves together: ledger records are lost, or
    /// somebody has set the group's offset forward.
    case ledgerBehind(partition: CommandPartition, committed: Int64, reached: Int64?)
    /// A ledger record that this version cannot read.
    case ledgerUnreadable(partition: CommandPartition, code: String)

    package var description: String {
        switch self {
        case .refused(let failure):
            "the log refused this worker twice within a minute (\(failure.code)): is another process running with the same "
                + "kafka.slot, or are rights missing? Run: rescind check"
        case .ledgerPartitions(let commands, let ledger):
            "the ledger topic has \(ledger) partitions and the command topic \(commands): they must be equal. Run: rescind "
                + "topics; partitions of a topic set are never changed, see docs/runbook.md, Growing"
        case .partitionCountChanged(let partition, let written, let found):
            "topic \(partition.topic) has \(found) partitions, and had \(written) when its ledger was written: the commands of "
                + "a mailbox would go to other partitions than before. Use a new topic set, see docs/runbook.md, Growing"
        case .topicRecreated(let partition, let end, let reached):
            "\(partition.topic) partition \(partition.partition) ends at offset \(end), and its commands were done up to "
                + "\(reached): the topic was made anew. Use a new topic set with a new ledger and group, see docs/runbook.md, "
                + "Growing"
        case .ledgerBehind(let partition, let committed, let reached):
            "the group's offset in \(partition.topic) partition \(partition.partition) is \(committed), and its ledger "
                + (reached.map { "ends at \($0)" } ?? "is empty")
                + ": ledger records are lost, and with them commands that wait or were attempted. See docs/runbook.md, A ledger "
                + "that is behind, before you set limits.acceptLedgerGap"
        case .ledgerUnreadable(let partition, let code):
            "the ledger of \(partition.topic) partition \(partition.partition) holds a record that this version cannot read "
                + "(\(code)): run the version that wrote it, or a later one"
        }
    }
}

extension CommitFailure {
    /// Stable and safe to log.
    package var code: String {
        switch self {
        case .aborted(let code, _), .indefinite(let code), .fatal(let code): code
        }
    }
}
