import Synchronization

/// Remembers the requests of a `FakeServer` and wakes who waits for them.
final class RequestRecorder: Sendable {
    private struct State {
        var requests: [RecordedRequest] = []
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var requests: [RecordedRequest] { self.state.withLock { $0.requests } }

    /// Returns the request's number, counted from 0.
    func record(_ request: RecordedRequest) -> Int {
        let (number, woken) = self.state.withLock { state in
            state.requests.append(request)
            let count = state.requests.count
            let woken = state.waiters.filter { $0.count <= count }
            state.waiters.removeAll { $0.count <= count }
            return (count - 1, woken.map(\.continuation))
        }
        for continuation in woken { continuation.resume() }
        return number
    }

    func received(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = self.state.withLock { state in
                if state.requests.count >= count { return true }
                state.waiters.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}
