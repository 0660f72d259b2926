import CLibrdkafka
import Synchronization

/// Commands on their way to the consumer's thread, which waits inside librdkafka and is woken for them.
///
/// The thread empties it at least every poll interval and never stops doing so, which is what bounds it.
final class CommandMailbox: Sendable {
    /// `@unchecked Sendable`: a queue may be yielded to from any thread while it exists, and the mailbox's lock is
    /// held for every use of it and for taking it away.
    private struct WakeTarget: @unchecked Sendable {
        let queue: OpaquePointer
    }

    private struct State {
        var commands: [ConsumerCommand] = []
        var target: WakeTarget?
    }

    private let state = Mutex(State())

    func post(_ command: ConsumerCommand) {
        state.withLock { state in
            state.commands.append(command)
            if let target = state.target { rd_kafka_queue_yield(target.queue) }
        }
    }

    /// Ends the thread's current wait, if it waits.
    func wake() {
        state.withLock { state in
            if let target = state.target { rd_kafka_queue_yield(target.queue) }
        }
    }

    func takeAll() -> [ConsumerCommand] {
        state.withLock { state in
            defer { state.commands = [] }
            return state.commands
        }
    }

    /// `queue` is what the thread waits on from now on.
    func attach(to queue: OpaquePointer) {
        let target = WakeTarget(queue: queue)
        state.withLock { $0.target = target }
    }

    /// Must be called before the queue is destroyed.
    func detach() {
        state.withLock { $0.target = nil }
    }
}
