import CommandContract
import Logging
import Synchronization
import Testing

@testable import RescindApp

@Suite("JSON log lines")
struct JSONLogHandlerTests {
    private final class Lines: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        func write(_ line: [UInt8]) { bytes.withLock { $0 += line } }
        var all: [UInt8] { bytes.withLock { $0 } }
    }

    private struct Refused: Error, CustomStringConvertible { let description = "refused: \"quoted\"\nand broken" }

    /// What `body` logs, as read by the strict reader: it refuses duplicate names and anything that is not JSON.
    private func logged(
        level: Logger.Level = .info, _ body: (inout Logger) -> Void
    ) throws -> [JSONObject] {
        let lines = Lines()
        var logger = Logger(label: "rescind.test") { label in
            var handler = JSONLogHandler(label: label, now: { Timestamp(milliseconds: 1_000) }, write: lines.write)
            handler.logLevel = level
            return handler
        }
        body(&logger)
        #expect(lines.all.isEmpty || lines.all.last == UInt8(ascii: "\n"))
        return try lines.all.split(separator: UInt8(ascii: "\n")).map { line in
            guard case .object(let object) = try JSONReader.read(Array(line)) else { throw Refused() }
            return object
        }
    }

    private func one(_ body: (inout Logger) -> Void) throws -> JSONObject {
        let lines = try logged(body)
        #expect(lines.count == 1)
        return try #require(lines.first)
    }

    @Test("time, level, label, message first, then the metadata in alphabetical order")
    func order() throws {
        let line = try one { $0.info("hello", metadata: ["b": "2", "a": "1", "c.d": "3"]) }
        #expect(Array(line.names) == ["time", "level", "label", "message", "a", "b", "c.d"])
        #expect(line["time"] == .string("1970-01-01T00:00:01.000Z") || line["time"] == .string("1970-01-01T00:00:01Z"))
        #expect(line["level"] == .string("info"))
        #expect(line["label"] == .string("rescind.test"))
        #expect(line["message"] == .string("hello"))
    }

    @Test(
        "whatever is logged comes back unchanged, on one line",
        arguments: [
            "quote \" backslash \\ slash /", "line\nfeed\r\nand\ttab", "\u{0}\u{1}\u{1B}[31m\u{7F}", "ümlaut 漢字 🛑",
            "\u{2028}\u{2029}", "{\"not\": \"an object\"}", "",
        ]
    )
    func escaping(text: String) throws {
        let line = try one { $0.info("\(text)", metadata: ["\(text)key": "\(text)"]) }
        #expect(line["message"] == .string(text))
        #expect(line["\(text)key"] == .string(text))
    }

    @Test("metadata keeps its structure")
    func structure() throws {
        let line = try one {
            $0.info(
                "m",
                metadata: ["list": ["1", ["z": "2", "a": "\"3\""]], "number": .stringConvertible(42), "empty": [:]]
            )
        }
        let inner = JSONValue.object(JSONObject([("a", .string("\"3\"")), ("z", .string("2"))]))
        #expect(line["list"] == .array([.string("1"), inner]))
        #expect(line["number"] == .string("42"))
        #expect(line["empty"] == .object(JSONObject()))
    }

    @Test("metadata cannot pass for the line's own members", arguments: ["time", "level", "label", "message"])
    func reservedNames(name: String) throws {
        let line = try one { $0.warning("real", metadata: ["\(name)": "forged", "kept": "1"]) }
        #expect(line["message"] == .string("real"))
        #expect(line["level"] == .string("warning"))
        #expect(line["kept"] == .string("1"))
        #expect(!line.members.contains { $0.value == .string("forged") })
    }

    @Test("an error is described in a member of its own")
    func error() throws {
        let line = try one { $0.error("failed", error: Refused()) }
        #expect(line["error"] == .string(Refused().description))
    }

    @Test("the event's metadata wins over the logger's, and that over the provider's")
    func precedence() throws {
        let lines = Lines()
        var logger = Logger(label: "l") { label in
            var handler = JSONLogHandler(label: label, now: { Timestamp(milliseconds: 0) }, write: lines.write)
            handler.metadataProvider = Logger.MetadataProvider { ["a": "provider", "b": "provider", "c": "provider"] }
            return handler
        }
        logger[metadataKey: "a"] = "logger"
        logger[metadataKey: "b"] = "logger"
        logger.info("m", metadata: ["a": "event"])
        guard case .object(let line) = try JSONReader.read(lines.all.dropLast()) else { throw Refused() }
        #expect(line["a"] == .string("event"))
        #expect(line["b"] == .string("logger"))
        #expect(line["c"] == .string("provider"))
    }

    @Test("a level below the handler's writes nothing")
    func level() throws {
        #expect(try logged(level: .error) { $0.warning("no") }.isEmpty)
        #expect(try logged(level: .error) { $0.error("yes") }.count == 1)
    }

    @Test("metadata of one logger does not reach its copy")
    func valueSemantics() throws {
        let lines = try logged { logger in
            var copy = logger
            copy[metadataKey: "only"] = "copy"
            logger.info("first")
            copy.info("second")
        }
        #expect(lines.map { $0["only"] } == [nil, .string("copy")])
    }
}
