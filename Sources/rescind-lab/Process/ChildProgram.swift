import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A program at work, its output in a file.
///
/// Own code instead of Foundation's `Process`: no pipe that another child could inherit, no inherited signal mask that would
/// keep SIGTERM away, and no signal can reach a number that is another process's by now.
final class ChildProgram: Sendable {
    struct NotStarted: Error, CustomStringConvertible {
        let description: String
    }

    let number: pid_t
    /// Where its output is added.
    let log: String
    /// The exit status, or 128 and the signal, as a shell tells it.
    private let ending = Mutex<Int32?>(nil)

    init(
        _ executable: String, _ arguments: [String], environment: [String: String] = environment, log: String
    ) throws {
        self.log = log
        number = try Self.spawn(executable, [executable] + arguments, environment.map { "\($0.key)=\($0.value)" }, log)
        Thread.detachNewThread { [self] in reap() }
    }

    /// Ours, without what would override a worker's configuration.
    static var environment: [String: String] {
        ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("RESCIND_") }
    }

    var status: Int32? { ending.withLock { $0 } }

    /// Reaches nobody once it has ended.
    func signal(_ signal: Int32) {
        ending.withLock { if $0 == nil { _ = kill(number, signal) } }
    }

    /// - Returns: nil when it still runs then.
    func exit(within bound: Duration) async throws -> Int32? {
        let end = ContinuousClock.now + bound
        while status == nil, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
        return status
    }

    /// The first line of its output that begins so, without the beginning.
    func line(_ beginning: String, within bound: Duration) async throws -> String {
        let end = ContinuousClock.now + bound
        repeat {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            let whole = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if let line = whole.first(where: { $0.hasPrefix(beginning) }) {
                return String(line.dropFirst(beginning.count))
            }
            try await Task.sleep(for: .milliseconds(20))
        } while status == nil && ContinuousClock.now < end
        throw NotStarted(description: "no line \"\(beginning)\" in \(log)")
    }

    /// Waits without taking the number from the system, so that nobody signals it while it is given back.
    private func reap() {
        var information = siginfo_t()
        while waitid(P_PID, id_t(number), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        ending.withLock { ending in
            var status: Int32 = 0
            waitpid(number, &status, 0)
            let signal = status & 0x7F
            ending = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
        }
    }

    private static func spawn(
        _ executable: String, _ arguments: [String], _ environment: [String], _ log: String
    ) throws -> pid_t {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        // A group of its own: Ctrl-C is for the harness, which ends its children in order.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        var number = pid_t()
        let failure = withStrings(arguments) { arguments in
            withStrings(environment) { environment in
                posix_spawn(&number, executable, &actions, &attributes, arguments, environment)
            }
        }
        guard failure == 0 else { throw NotStarted(description: "\(executable) does not start: errno \(failure)") }
        return number
    }

    private static func withStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
