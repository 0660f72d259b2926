/// Names one modelled partition.
struct LogName: Hashable, Comparable {
    enum Topic: Int { case commands, outcomes, ledger, deadLetters }

    let topic: Topic
    let partition: Int32

    static func < (left: LogName, right: LogName) -> Bool {
        (left.topic.rawValue, left.partition) < (right.topic.rawValue, right.partition)
    }
}
