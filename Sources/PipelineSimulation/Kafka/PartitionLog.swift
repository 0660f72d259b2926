import CommandContract

/// One partition: a log with transaction markers, a high watermark and a last stable offset.
final class PartitionLog {
    let name: LogName
    private(set) var records: [LogRecord] = []
    /// First offset that retention has left.
    private(set) var start: Int64 = 0
    /// No request is taken before.
    var leaderlessUntil: Ticks = 0
    private var epochs: [Int: Int] = [:]
    private var openSince: [ObjectIdentifier: Int64] = [:]
    private var watchers: [() -> Void] = []
    private let world: World

    init(name: LogName, world: World) {
        self.name = name
        self.world = world
    }

    var end: Int64 { Int64(records.count) }
    var lastStableOffset: Int64 { openSince.values.min() ?? end }

    subscript(offset: Int64) -> LogRecord { records[Int(offset)] }

    /// Runs once when something more may be readable.
    func whenAdvanced(_ run: @escaping () -> Void) { watchers.append(run) }

    func forgetWatchers() { watchers = [] }

    private func advanced() {
        let waiting = watchers
        watchers = []
        for run in waiting { run() }
    }

    /// - Returns: false when a newer epoch of the producer has written here.
    func accepts(producer: Int, epoch: Int) -> Bool { epochs[producer, default: -1] <= epoch }

    func append(_ appended: [ContractRecord], of transaction: Transaction?) -> Int64 {
        let base = end
        if let transaction {
            epochs[transaction.producer] = transaction.epoch
            if openSince[ObjectIdentifier(transaction)] == nil { openSince[ObjectIdentifier(transaction)] = base }
        }
        for record in appended {
            records.append(
                LogRecord(
                    key: record.key, value: record.value, headers: record.headers, timestamp: world.time,
                    transaction: transaction, standing: transaction == nil ? .plain : .open)
            )
        }
        advanced()
        return base
    }

    /// Writes the marker that ends a transaction here.
    func end(_ transaction: Transaction, epoch: Int) {
        let first = openSince.removeValue(forKey: ObjectIdentifier(transaction))
        epochs[transaction.producer] = epoch
        let isCommitted = transaction.decision == .commit
        for index in Int(first ?? end)..<records.count where records[index].transaction === transaction {
            records[index].standing = isCommitted ? .committed : .aborted
        }
        records.append(
            LogRecord(
                key: nil, value: nil, headers: [], timestamp: world.time, transaction: transaction, standing: .marker)
        )
        advanced()
    }

    /// What a read-committed reader is given from `offset` on.
    func read(from offset: Int64, limit: Int) -> (records: [(offset: Int64, record: LogRecord)], next: Int64) {
        var taken: [(offset: Int64, record: LogRecord)] = []
        var next = max(offset, start)
        let stable = lastStableOffset
        while next < stable, taken.count < limit {
            let record = records[Int(next)]
            if record.standing == .plain || record.standing == .committed { taken.append((next, record)) }
            next += 1
        }
        return (taken, next)
    }

    /// Retention: what is older than `offset` is gone.
    func truncate(before offset: Int64) { start = max(start, min(offset, lastStableOffset)) }

    /// Keeps the last committed value of each key, and no tombstone.
    func compact() {
        var last: [[UInt8]: Int] = [:]
        let stable = Int(lastStableOffset)
        for index in 0..<stable where records[index].standing == .committed {
            guard let key = records[index].key else { continue }
            if let earlier = last[key] { records[earlier].standing = .removed }
            last[key] = index
        }
        for index in last.values where records[index].value == nil { records[index].standing = .removed }
    }
}
