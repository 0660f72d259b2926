import Foundation
import KafkaClient

/// The brokers of a stack: librdkafka's mock as a process of its own, or those of `RESCIND_TEST_BOOTSTRAP`.
struct CrashBroker: Sendable {
    /// What the mock cannot show, printed with every run on it.
    static let notJudged = "transactions, fencing, read_committed: not judged on the mock"
    static let partitions = 4

    let connection: KafkaConnection
    /// Of topics, groups and clients, so that runs on the same brokers do not meet.
    let prefix: String
    let mock: ChildProgram?

    static var external: String? {
        ProcessInfo.processInfo.environment["RESCIND_TEST_BOOTSTRAP"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// - Parameter lab: path of `rescind-lab`.
    /// - Parameter prefix: of this stack; the mock has no need of it.
    static func open(lab: String, folder: String, prefix: String) async throws -> CrashBroker {
        if let external {
            return CrashBroker(connection: KafkaConnection(bootstrapServers: external), prefix: prefix, mock: nil)
        }
        let mock = try ChildProgram(lab, ["kafka", "--partitions", "\(partitions)"], log: "\(folder)/kafka.log")
        do {
            let bootstrap = try await mock.line("bootstrap: ", within: .seconds(30))
            // Newer mocks write transaction markers with a checksum of zero.
            let connection = KafkaConnection(
                bootstrapServers: bootstrap, settings: ["check.crcs": "false", "log_level": "3"]
            )
            return CrashBroker(connection: connection, prefix: "", mock: mock)
        } catch {
            mock.signal(SIGKILL)
            throw error
        }
    }

    var isMock: Bool { mock != nil }
    var commands: String { prefix + LabStack.commands }
    var outcomes: String { prefix + LabStack.outcomes }
    var deadLetters: String { prefix + LabStack.deadLetters }
    var ledger: String { prefix + CrashLedger.name }

    func close() { mock?.signal(SIGKILL) }
}
