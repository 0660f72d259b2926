import Synchronization

/// Remembers the requests of a `FakeServer`, and the connections that its clients reset, and wakes who waits for them.
final class RequestRecorder: Sendable {
    private struct State {
        var requests: [RecordedRequest] = []
        var resets = 0
        var waiters: [(isOver: @Sendable (State) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []

        mutating func takeWoken() -> [CheckedContinuation<Void, Never>] {
            let state = self
            let woken = waiters.filter { $0.isOver(state) }
            waiters.removeAll { $0.isOver(state) }
            return woken.map(\.continuation)
        }
    }

    private let state = Mutex(State())

    var requests: [RecordedRequest] { self.state.withLock { $0.requests } }

    /// Returns the request's number, counted from 0.
    func record(_ request: RecordedRequest) -> Int {
        let (number, woken) = self.state.withLock { state in
            state.requests.append(request)
            return (state.requests.count - 1, state.takeWoken())
        }
        for continuation in woken { continuation.resume() }
        return number
    }

    func recordReset() {
        let woken = self.state.withLock { state in
            state.resets += 1
            return state.takeWoken()
        }
        for continuation in woken { continuation.resume() }
    }

    func received(_ count: Int) async { await self.wait { $0.requests.count >= count } }

    func reset(_ count: Int) async { await self.wait { $0.resets >= count } }

    private func wait(until isOver: @escaping @Sendable (State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isThere = self.state.withLock { state in
                if isOver(state) { return true }
                state.waiters.append((isOver, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}
