import Foundation

/// Faults of librdkafka that end the process, by what they write last. They are counted and not held against the worker.
enum LibrdkafkaFault: String, CaseIterable, Sendable {
    /// A member that leaves before its first assignment (issue #4312, fixed in 2.3.0).
    case leaveBeforeAssignment = "rd_kafka_sticky_assignor_state_destroy: Assertion"

    var text: String { "librdkafka's issue #4312, fixed in 2.3.0" }

    /// - Parameter log: path of the worker's output.
    static func ended(_ log: String) -> LibrdkafkaFault? {
        guard let text = try? String(contentsOfFile: log, encoding: .utf8),
            let last = text.split(separator: "\n").last
        else { return nil }
        return allCases.first { last.contains($0.rawValue) }
    }
}
