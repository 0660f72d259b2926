import Synchronization

/// What a process has written and whether it has ended; wakes whoever waits for either.
final class ProcessOutput: Sendable {
    enum Stream: Sendable { case output, errors }

    private struct State {
        var lines: [Stream: [String]] = [.output: [], .errors: []]
        var rest: [Stream: [UInt8]] = [.output: [], .errors: []]
        var open: Set<Stream> = [.output, .errors]
        var status: Int32?
        let started = ContinuousClock.now
        var ended: ContinuousClock.Instant?
        var nextWaiter = 0
        var waiters: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Mutex(State())

    func lines(_ stream: Stream) -> [String] { state.withLock { $0.lines[stream] ?? [] } }

    var status: Int32? { state.withLock { $0.status } }

    /// Everything is there: the process has ended and both of its streams were read to their end.
    var isComplete: Bool { state.withLock { $0.status != nil && $0.open.isEmpty } }

    /// Empty data is the stream's end.
    func received(_ data: ArraySlice<UInt8>, on stream: Stream) {
        change { state in
            if data.isEmpty {
                state.open.remove(stream)
                if let rest = state.rest[stream], !rest.isEmpty {
                    state.lines[stream]?.append(String(decoding: rest, as: UTF8.self))
                    state.rest[stream] = []
                }
                return
            }
            var bytes = (state.rest[stream] ?? []) + data
            while let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                state.lines[stream]?.append(String(decoding: bytes[..<end], as: UTF8.self))
                bytes = Array(bytes[(end + 1)...])
            }
            state.rest[stream] = bytes
        }
    }

    func ended(_ status: Int32) {
        let now = ContinuousClock.now
        change { state in
            state.status = status
            state.ended = now
        }
    }

    /// From the start to the end of the process, taken on the thread that waits for it: how busy this one is shows little.
    var lifetime: Duration? { state.withLock { state in state.ended.map { state.started.duration(to: $0) } } }

    /// Waits until `condition` gives a value; nil when the task is cancelled before.
    func first<Value>(_ condition: () -> Value?) async -> Value? {
        let (changes, waiter) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.nextWaiter += 1
            state.waiters[state.nextWaiter] = waiter
            return state.nextWaiter
        }
        defer { state.withLock { _ = $0.waiters.removeValue(forKey: number) } }
        if let value = condition() { return value }
        for await _ in changes {
            if let value = condition() { return value }
        }
        return nil
    }

    private func change(_ body: (inout State) -> Void) {
        let waiters = state.withLock { state in
            body(&state)
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.yield() }
    }
}
