import Foundation
import Glibc
import Synchronization

/// Starts a process with its outputs in pipes, and tells of its lines and its end.
///
/// Own code instead of Foundation's `Process`, whose children can inherit each other's pipes when several are started at
/// once: the end of one is then seen only with the end of the other.
enum ChildProcess {
    struct NotStarted: Error {
        let call: String
        let number: Int32
    }

    /// One at a time: between a pipe's making and its mark another child could start with it.
    private static let starting = Mutex(())

    /// - Returns: the process's number.
    static func start(
        _ executable: String, _ arguments: [String], environment: [String: String], output: ProcessOutput
    ) throws -> pid_t {
        try starting.withLock { _ in
            try spawn(executable, arguments, environment: environment, output: output)
        }
    }

    private static func spawn(
        _ executable: String, _ arguments: [String], environment: [String: String], output: ProcessOutput
    ) throws -> pid_t {
        let out = try makePipe()
        let errors = try makePipe()
        defer {
            close(out.write)
            close(errors.write)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, out.write, 1)
        posix_spawn_file_actions_adddup2(&actions, errors.write, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The mask of whatever thread starts it must not keep SIGTERM from it.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var identifier = pid_t()
        let failure = withStrings([executable] + arguments) { arguments in
            withStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
                posix_spawn(&identifier, executable, &actions, &attributes, arguments, environment)
            }
        }
        guard failure == 0 else {
            close(out.read)
            close(errors.read)
            throw NotStarted(call: "posix_spawn", number: failure)
        }
        read(out.read, .output, into: output)
        read(errors.read, .errors, into: output)
        wait(for: identifier, output)
        return identifier
    }

    /// Closed in every child but the one it is given to.
    private static func makePipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw NotStarted(call: "pipe", number: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func read(_ descriptor: Int32, _ stream: ProcessOutput.Stream, into output: ProcessOutput) {
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = Glibc.read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                output.received(buffer[..<max(0, count)], on: stream)
                guard count > 0 else { break }
            }
            close(descriptor)
        }
    }

    private static func wait(for identifier: pid_t, _ output: ProcessOutput) {
        Thread.detachNewThread {
            var status: Int32 = 0
            while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
            // As a shell tells it: the exit status, or 128 and the signal.
            let signal = status & 0x7F
            output.ended(signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
        }
    }

    private static func withStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
