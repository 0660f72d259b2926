import BadInputCatalogue
import CommandContract
import Logging
import Synchronization
import Testing

@testable import RescindApp

/// The worker's log as it would stand on standard output.
final class LoggedLines: Sendable {
    private let lines = Mutex<[[UInt8]]>([])

    var all: [String] { lines.withLock { $0.map { String(decoding: $0, as: UTF8.self) } } }

    /// Writes everything from trace upwards.
    var observer: LoggingObserver {
        let keep: @Sendable ([UInt8]) -> Void = { line in self.lines.withLock { $0.append(line) } }
        var handler = JSONLogHandler(label: "tests", now: { CommandText.recorded }, write: keep)
        handler.logLevel = .trace
        return LoggingObserver(logger: Logger(label: "tests") { [handler] _ in handler })
    }

    private static let codes = Set(
        OutcomeReason.allCases.map(\.rawValue) + OutcomeStatus.allCases.map(\.rawValue)
            + ["true", "false", "beginning"])

    /// Expects one JSON object a line: a message of plain words, numbers and codes of ours, and so nothing of a record.
    /// - Returns: the messages there are.
    @discardableResult
    func expectNothingOfRecords() throws -> Set<String> {
        var messages: Set<String> = []
        for line in all {
            #expect(line.utf8.dropLast().allSatisfy { (0x20...0x7E).contains($0) } && line.last == "\n", "\(line)")
            guard case .object(let object) = try JSONReader.read(Array(line.utf8)) else {
                Issue.record("no object: \(line)")
                continue
            }
            for member in object.members where !["time", "level", "label"].contains(member.name) {
                #expect(Self.isOurs(member.value, as: member.name), "\(line)")
            }
            if case .string(let message)? = object["message"] { messages.insert(message) }
        }
        #expect(messages.contains("command settled"))
        return messages
    }

    private static func isOurs(_ value: JSONValue, as name: String) -> Bool {
        switch value {
        case .string(let text) where name == "message": text.wholeMatch(of: #/[a-z]+(?:[,;]? [a-z]+)*/#) != nil
        case .string(let text): Int(text) != nil || codes.contains(text)
        case .array(let values): values.allSatisfy { isOurs($0, as: name) }
        default: false
        }
    }
}
