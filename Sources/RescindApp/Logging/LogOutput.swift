import CommandContract
import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Standard output behind a bounded backlog: a reader that stops reading costs log lines, never the worker.
///
/// Lines are written by a queue of their own, because a full pipe blocks `write`, and the tasks and the Kafka thread that
/// log must not wait for it.
package final class LogOutput: Sendable {
    package static let standard = LogOutput()

    private static let mostBytes = 4 * 1024 * 1024
    private let queue = DispatchQueue(label: "log-output")
    private let backlog = Mutex((bytes: 0, dropped: 0))
    private let put: @Sendable ([UInt8]) -> Void

    /// - Parameter put: writes one line; may block.
    package init(put: @escaping @Sendable ([UInt8]) -> Void = LogOutput.putOnStandardOutput) { self.put = put }

    /// Returns at once. When the backlog is full the line is dropped, and counted in the next one that is not.
    package func write(_ line: [UInt8]) {
        let dropped = backlog.withLock { backlog -> Int? in
            guard backlog.bytes + line.count <= Self.mostBytes else {
                backlog.dropped += 1
                return nil
            }
            backlog.bytes += line.count
            defer { backlog.dropped = 0 }
            return backlog.dropped
        }
        guard let dropped else { return }
        queue.async { [self] in
            if dropped > 0 { put(Self.notice(dropped)) }
            put(line)
            backlog.withLock { $0.bytes -= line.count }
        }
    }

    /// Waits until everything accepted so far is written, but no longer than `bound`.
    package func flush(within bound: Duration = .seconds(2)) async {
        let (written, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        queue.async { continuation.finish() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in written {} }
            // Sleeping ends early by cancellation only, when the lines are out.
            group.addTask { try? await ContinuousClock().sleep(for: bound) }
            await group.next()
            group.cancelAll()
        }
    }

    private static func notice(_ dropped: Int) -> [UInt8] {
        let notice = JSONObject([
            ("level", .string("warning")), ("message", .string("log lines dropped: standard output was not read")),
            ("log.dropped", .integer(dropped)),
        ])
        return JSONWriter.write(.object(notice)) + [UInt8(ascii: "\n")]
    }

    package static func putOnStandardOutput(_ line: [UInt8]) {
        var rest = line[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
            // A closed output must not stop the worker; the line is lost.
            guard written > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, written))
        }
    }

    /// Inside the type `write` would mean the method above.
    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, bytes, count)
        #else
        Darwin.write(descriptor, bytes, count)
        #endif
    }
}
