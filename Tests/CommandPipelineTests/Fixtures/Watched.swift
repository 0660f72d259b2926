import Synchronization

/// A value whose changes a test can await: the one means by which these tests wait for anything.
final class Watched<State: Sendable>: Sendable {
    private struct Storage {
        var state: State
        var version = 0
        var lastWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var cancelled: Set<Int> = []
    }

    private let storage: Mutex<Storage>

    init(_ state: State) { storage = Mutex(Storage(state: state)) }

    var current: State { storage.withLock { $0.state } }

    /// What `body` makes of the value, which does not change meanwhile.
    func read<Result>(_ body: (State) -> Result) -> Result { storage.withLock { body($0.state) } }

    @discardableResult
    func update<Result: Sendable>(_ change: (inout State) -> Result) -> Result {
        let (result, waiters) = storage.withLock { storage in
            let result = change(&storage.state)
            storage.version += 1
            defer { storage.waiters = [:] }
            return (result, storage.waiters)
        }
        for waiter in waiters.values { waiter.resume() }
        return result
    }

    /// Returns when the condition holds, or when the task is cancelled.
    func wait(until condition: @Sendable (State) -> Bool) async {
        while !Task.isCancelled {
            let (isMet, version) = storage.withLock { (condition($0.state), $0.version) }
            if isMet { return }
            await waitForChange(since: version)
        }
    }

    /// Changes the value as soon as `pick` finds what it wants there; nil when the task is cancelled before.
    func take<Result: Sendable>(_ pick: @Sendable (inout State) -> Result?) async -> Result? {
        while !Task.isCancelled {
            let (picked, version) = storage.withLock { storage -> (Result?, Int) in
                var state = storage.state
                guard let result = pick(&state) else { return (nil, storage.version) }
                storage.state = state
                return (result, storage.version)
            }
            if let picked {
                update { _ in }
                return picked
            }
            await waitForChange(since: version)
        }
        return nil
    }

    private func waitForChange(since version: Int) async {
        let id = storage.withLock { storage in
            storage.lastWaiter += 1
            return storage.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let isOver = storage.withLock { storage in
                    if storage.version != version || storage.cancelled.remove(id) != nil { return true }
                    storage.waiters[id] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiter = storage.withLock { storage in
                let waiter = storage.waiters.removeValue(forKey: id)
                if waiter == nil { storage.cancelled.insert(id) }
                return waiter
            }
            waiter?.resume()
        }
    }
}
