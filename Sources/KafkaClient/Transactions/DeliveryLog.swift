import Synchronization

/// What became of the current transaction's records, as librdkafka reports it: which could not be delivered, and how far
/// the others reach. Keeps nothing per delivered record.
///
/// Reports come on whichever thread serves the producer's callbacks, so it is locked.
final class DeliveryLog: Sendable {
    struct Failure: Hashable, Sendable {
        let position: Int
        let error: KafkaError
    }

    private struct State {
        var transaction: UInt32 = 0
        var records: [OutgoingRecord] = []
        var failures: [Failure] = []
        var ends: [TopicPartition: Int64] = [:]
        var logAppendMilliseconds: Int64?

        mutating func delivered(_ position: Int, _ delivery: Delivery) {
            if let time = delivery.logAppendMilliseconds {
                logAppendMilliseconds = max(logAppendMilliseconds ?? time, time)
            }
            guard records.indices.contains(position), delivery.offset >= 0 else { return }
            let partition = TopicPartition(topic: records[position].topic, partition: records[position].partition)
            ends[partition] = max(ends[partition] ?? 0, delivery.offset + 1)
        }
    }

    private let state = Mutex(State())

    /// Forgets the last transaction; its late reports no longer count.
    /// - Parameter records: each has a partition of its own choice.
    func beginTransaction(of records: [OutgoingRecord]) {
        state.withLock { state in
            state = State(transaction: state.transaction &+ 1, records: records)
        }
    }

    /// Lets the records go. Reports that come later no longer count.
    func endTransaction() -> TransactionReceipt {
        state.withLock { state in
            let last = state
            state = State(transaction: state.transaction &+ 1)
            return TransactionReceipt(ends: last.ends, logAppendMilliseconds: last.logAppendMilliseconds)
        }
    }

    /// What to attach to the record at `position` so that its report is found again.
    func opaque(forRecordAt position: Int) -> UInt {
        let transaction = state.withLock { $0.transaction }
        return UInt(transaction) << 32 | UInt(UInt32(truncatingIfNeeded: position))
    }

    func report(_ opaque: UInt, _ result: Result<Delivery, KafkaError>) {
        state.withLock { state in
            guard UInt32(truncatingIfNeeded: opaque >> 32) == state.transaction else { return }
            let position = Int(UInt32(truncatingIfNeeded: opaque))
            switch result {
            case .failure(let error): state.failures.append(Failure(position: position, error: error))
            case .success(let delivery): state.delivered(position, delivery)
            }
        }
    }

    /// In the order they were reported.
    var failures: [Failure] { state.withLock { $0.failures } }
}
