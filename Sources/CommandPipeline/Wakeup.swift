/// Tells one waiting task that there may be something to do; any number of signals before it looks count as one.
struct Wakeup: Sendable {
    /// To be iterated by one task, once: a cancelled wait ends the stream for good.
    let signals: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (signals, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func signal() { continuation.yield() }
}
