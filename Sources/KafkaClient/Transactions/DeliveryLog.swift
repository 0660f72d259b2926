import Synchronization

/// Which records of the current transaction could not be delivered, as librdkafka reports them.
///
/// Reports come on whichever thread serves the producer's callbacks, so it is locked.
final class DeliveryLog: Sendable {
    struct Failure: Hashable, Sendable {
        let position: Int
        let error: KafkaError
    }

    private struct State {
        var transaction: UInt32 = 0
        var failures: [Failure] = []
    }

    private let state = Mutex(State())

    /// Forgets the last transaction; its late reports no longer count.
    func beginTransaction() {
        state.withLock { state in
            state.transaction &+= 1
            state.failures = []
        }
    }

    /// What to attach to the record at `position` so that its report is found again.
    func opaque(forRecordAt position: Int) -> UInt {
        let transaction = state.withLock { $0.transaction }
        return UInt(transaction) << 32 | UInt(UInt32(truncatingIfNeeded: position))
    }

    func report(_ opaque: UInt, _ error: KafkaError?) {
        guard let error else { return }
        state.withLock { state in
            guard UInt32(truncatingIfNeeded: opaque >> 32) == state.transaction else { return }
            let position = Int(UInt32(truncatingIfNeeded: opaque))
            state.failures.append(Failure(position: position, error: error))
        }
    }

    /// In the order they were reported.
    var failures: [Failure] { state.withLock { $0.failures } }
}
