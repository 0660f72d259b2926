import Foundation
import KafkaClient

/// The built worker in one slot: started, killed, started again.
struct CrashWorker {
    let slot: Int
    let executable: String
    let configuration: String
    let log: String
    private(set) var child: ChildProgram?
    /// Where it was told to die.
    private(set) var point: (CrashPoint, Int)?
    /// How many requests the simulator had seen before it could send any.
    var requestsBefore = 0

    init(slot: Int, executable: String, configuration: String, log: String) {
        self.slot = slot
        self.executable = executable
        self.configuration = configuration
        self.log = log
    }

    var isRunning: Bool { child.map { $0.status == nil } ?? false }

    /// - Parameter point: where a test build is to die, and at which time it comes there.
    mutating func start(dyingAt point: (CrashPoint, Int)? = nil) throws {
        var environment = ChildProgram.environment
        environment["SWIFT_BACKTRACE"] = "enable=no"
        environment["RESCIND_CRASH_POINT"] = point.map { "\($0.0.rawValue):\($0.1)" }
        child = try ChildProgram(
            executable, ["run", "--config", configuration], environment: environment, log: log
        )
        self.point = point
    }

    /// As the system's out-of-memory killer would.
    func kill() async throws {
        child?.signal(SIGKILL)
        _ = try await child?.exit(within: .seconds(10))
    }

    func freeze() { child?.signal(SIGSTOP) }

    func thaw() { child?.signal(SIGCONT) }

    /// - Returns: its exit status; nil when it was not gone after ten seconds and had to be killed.
    func terminate() async throws -> Int32? {
        child?.signal(SIGTERM)
        if let status = try await child?.exit(within: .seconds(10)) { return status }
        try await kill()
        return nil
    }

    /// For the end of a run, whatever it was in the middle of.
    func abandon() { child?.signal(SIGKILL) }
}
