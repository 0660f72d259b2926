import CLibrdkafka

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A plain thread for what may block: librdkafka's poll loops and its synchronous calls.
///
/// The cooperative pool has one thread per core; a call that waits for a broker there would stop the whole process.
/// All signals are blocked in the new thread: the process handles them elsewhere, and a librdkafka poll that is
/// interrupted by one may misread it (its mock cluster even ends).
enum DedicatedThread {
    /// Runs `body` on a new thread named `name` (at most 15 bytes are kept).
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let work = Unmanaged.passRetained(ThreadBody(name: String(name.prefix(15)), body: body))
        let failure = SignalMask.withAllBlocked { spawn(work.toOpaque()) }
        guard failure != 0 else { return }
        // EAGAIN means that the process may not have one more thread, and without it a handle would never be
        // served or destroyed. There is nobody to hand that to, so it stops here and loudly.
        work.release()
        preconditionFailure("the system refused a thread: errno \(failure)")
    }

    /// Runs the blocking `body` on a thread of its own and suspends the caller meanwhile.
    static func run<Result: Sendable>(_ name: String, _ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            start(name) { continuation.resume(returning: body()) }
        }
    }

    private static func spawn(_ work: UnsafeMutableRawPointer) -> Int32 {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        #if canImport(Darwin)
        var thread: pthread_t?
        #else
        var thread = pthread_t()
        #endif
        return pthread_create(&thread, &attributes, threadEntry, work)
    }
}

private final class ThreadBody: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

#if canImport(Darwin)
private func threadEntry(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    runThread(argument)
}
#else
private func threadEntry(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    argument.flatMap(runThread)
}
#endif

private func runThread(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    let work = Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
    rescind_name_current_thread(work.name)
    work.body()
    return nil
}
