/// Which assigned partitions are paused, and by whom.
///
/// A partition is fetched only while nobody has a reason against it. Methods return the partitions whose state
/// really changes, because librdkafka before 2.4 reads again what it has delivered when a partition is resumed that
/// is not paused (#4636).
struct PauseSet: Sendable {
    struct Reasons: OptionSet, Sendable {
        let rawValue: UInt8

        /// Assigned, but the application has not said where to begin.
        static let notStarted = Reasons(rawValue: 1)
        static let application = Reasons(rawValue: 2)
        /// The hand-off buffer is above its high mark.
        static let flowControl = Reasons(rawValue: 4)
    }

    private var reasons: [TopicPartition: Reasons] = [:]
    private(set) var isFlowPaused = false

    func isPaused(_ partition: TopicPartition) -> Bool {
        reasons[partition].map { !$0.isEmpty } ?? false
    }

    /// Newly assigned partitions are paused by the caller, whatever their state was in an earlier assignment.
    mutating func assigned(_ partitions: [TopicPartition]) {
        for partition in partitions {
            reasons[partition] = isFlowPaused ? [.notStarted, .flowControl] : .notStarted
        }
    }

    mutating func unassigned(_ partitions: [TopicPartition]) {
        for partition in partitions {
            reasons[partition] = nil
        }
    }

    /// Returns the partitions to pause.
    mutating func pause(_ partitions: [TopicPartition], because reason: Reasons) -> [TopicPartition] {
        partitions.filter { partition in
            guard let current = reasons[partition] else { return false }
            reasons[partition] = current.union(reason)
            return current.isEmpty
        }
    }

    /// Returns the partitions to resume.
    mutating func resume(_ partitions: [TopicPartition], because reason: Reasons) -> [TopicPartition] {
        partitions.filter { partition in
            guard let current = reasons[partition] else { return false }
            let rest = current.subtracting(reason)
            reasons[partition] = rest
            return rest.isEmpty && !current.isEmpty
        }
    }

    /// Returns the partitions to pause; none while flow control holds already.
    mutating func flowStopped() -> [TopicPartition] {
        guard !isFlowPaused else { return [] }
        isFlowPaused = true
        return pause(reasons.keys.sorted(), because: .flowControl)
    }

    /// Returns the partitions to resume; none unless flow control held.
    mutating func flowRestarted() -> [TopicPartition] {
        guard isFlowPaused else { return [] }
        isFlowPaused = false
        return resume(reasons.keys.sorted(), because: .flowControl)
    }
}
