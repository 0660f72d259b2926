/// One transaction as the coordinator knows it, kept for the checker after its end.
final class Transaction {
    enum Decision { case open, commit, abort }

    let number: Int
    let producer: Int
    let epoch: Int
    /// The process that began it, for the checker only: no broker knows it.
    let process: Int
    var partitions: Set<LogName> = []
    var holdsOffsets = false
    var offsets: [Int32: Int64] = [:]
    /// When the group last accepted offsets of it.
    var validated: Ticks?
    var decision = Decision.open
    var decided: Ticks = 0

    init(number: Int, producer: Int, epoch: Int, process: Int) {
        self.number = number
        self.producer = producer
        self.epoch = epoch
        self.process = process
    }
}
