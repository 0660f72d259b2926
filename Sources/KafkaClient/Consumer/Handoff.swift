import DequeModule
import Synchronization

/// A queue from a thread to tasks, with its size in records and bytes.
///
/// The thread never waits on it: who fills it watches ``level`` and stops the source in time.
final class Handoff<Element: Sendable>: Sendable {
    struct Level: Hashable, Sendable {
        var records = 0
        var bytes = 0
    }

    private typealias Waiter = CheckedContinuation<Element?, Never>

    private struct State {
        var elements: Deque<Element> = []
        var level = Level()
        var waiters: [Int: Waiter] = [:]
        var order: Deque<Int> = []
        var lastWaiter = 0
        var isFinished = false

        mutating func firstWaiter() -> Waiter? {
            while let id = order.popFirst() {
                if let waiter = waiters.removeValue(forKey: id) { return waiter }
            }
            return nil
        }
    }

    private let state = Mutex(State())
    private let size: @Sendable (Element) -> Level

    /// - Parameter size: what one element counts for.
    init(size: @escaping @Sendable (Element) -> Level) {
        self.size = size
    }

    var level: Level { state.withLock { $0.level } }

    /// Appends `element`, or hands it to a waiting task. Dropped after ``finish(discarding:)``.
    func push(_ element: Element) {
        let size = size(element)
        let waiter = state.withLock { state -> Waiter? in
            guard !state.isFinished else { return nil }
            if let waiter = state.firstWaiter() { return waiter }
            state.elements.append(element)
            state.level.records += size.records
            state.level.bytes += size.bytes
            return nil
        }
        waiter?.resume(returning: element)
    }

    /// The next element; nil once finished and empty, or when the task is cancelled.
    func next() async -> Element? {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (isReady, element) = take(orWaitAs: id, with: continuation)
                if isReady { continuation.resume(returning: element) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: nil)
        }
    }

    private func take(orWaitAs id: Int, with waiter: Waiter) -> (isReady: Bool, element: Element?) {
        state.withLock { state in
            if let element = state.elements.popFirst() {
                let size = size(element)
                state.level.records -= size.records
                state.level.bytes -= size.bytes
                return (true, element)
            }
            // Checked under the lock: a cancellation before this point found no waiter to resume.
            if state.isFinished || Task.isCancelled { return (true, nil) }
            state.waiters[id] = waiter
            state.order.append(id)
            return (false, nil)
        }
    }

    func remove(where isUnwanted: (Element) -> Bool) {
        state.withLock { state in
            state.elements.removeAll(where: isUnwanted)
            state.level = state.elements.reduce(into: Level()) { level, element in
                let size = size(element)
                level.records += size.records
                level.bytes += size.bytes
            }
        }
    }

    /// Ends the sequence: waiting tasks get nil, and so do later ones after what is queued, unless `discarding`.
    func finish(discarding: Bool) {
        let waiters = state.withLock { state in
            state.isFinished = true
            if discarding {
                state.elements = []
                state.level = Level()
            }
            defer { state.waiters = [:] }
            return state.waiters.values.map { $0 }
        }
        for waiter in waiters {
            waiter.resume(returning: nil)
        }
    }
}
