import Dispatch
import Synchronization

/// What a ``PartitionReader``, its callers and its thread share.
final class PartitionReaderShared: Sendable {
    private struct State {
        var isClosing = false
        var isWaitingForRoom = false
        var failure: KafkaError?
    }

    let configuration: PartitionReaderConfiguration
    let log: KafkaLog
    let handle: KafkaHandle
    let ended = OneShot<Void>()
    let events = Handoff<PartitionReader.Event> { event in
        guard case .record(let record) = event else { return Handoff.Level(records: 1) }
        return Handoff.Level(records: 1, bytes: record.weight)
    }
    private let room = DispatchSemaphore(value: 0)
    private let state = Mutex(State())

    init(configuration: PartitionReaderConfiguration, log: KafkaLog, handle: KafkaHandle) {
        self.configuration = configuration
        self.log = log
        self.handle = handle
    }

    var isClosing: Bool { state.withLock { $0.isClosing } }
    var failure: KafkaError? { state.withLock { $0.failure } }

    func beginClosing() {
        state.withLock { $0.isClosing = true }
        room.signal()
    }

    func fail(_ error: KafkaError) {
        state.withLock { state in
            state.failure = state.failure ?? error
            state.isClosing = true
        }
    }

    private var isFull: Bool {
        let level = events.level
        return level.records >= configuration.bufferedRecords || level.bytes >= configuration.bufferedBytes
    }

    /// A group-less client may be left unpolled, so here the thread itself can wait for room.
    func waitForRoom() {
        while isFull, !isClosing {
            state.withLock { $0.isWaitingForRoom = true }
            _ = room.wait(timeout: .now() + .milliseconds(100))
        }
    }

    func roomMade() {
        let isAwaited = state.withLock { state in
            defer { state.isWaitingForRoom = false }
            return state.isWaitingForRoom
        }
        if isAwaited { room.signal() }
    }
}
