import CommandContract
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The files of docs/contracts. What is made from code is compared with it; `RESCIND_UPDATE_DOCS=1` rewrites it
/// instead.
enum ContractDocuments {
    /// Symbolic links are followed, so that a package which only links to these tests finds the same documents.
    private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/contracts/")

    static let rewrites = ProcessInfo.processInfo.environment["RESCIND_UPDATE_DOCS"] == "1"

    static func bytes(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    static func json(_ name: String) throws -> JSONValue { try JSONReader.read(bytes(of: name)) }

    /// The names of the examples without index.json, sorted.
    static func examples() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "examples").path)
            .filter { $0.hasSuffix(".json") && $0 != "index.json" }.sorted()
    }

    /// Expects the file to be exactly `text`.
    static func expect(_ name: String, toBe text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        if rewrites {
            try Data(text.utf8).write(to: folder.appending(path: name))
            return
        }
        let isSame = try? bytes(of: name) == Array(text.utf8)
        #expect(
            isSame == true,
            "docs/contracts/\(name) differs from the code; RESCIND_UPDATE_DOCS=1 rewrites it. Wanted:\n\(text)",
            sourceLocation: sourceLocation)
    }
}

extension JSONValue {
    /// The value at a path of member names; nil when there is none.
    subscript(path: String...) -> JSONValue? {
        var value: JSONValue? = self
        for name in path {
            guard case .object(let object)? = value else { return nil }
            value = object[name]
        }
        return value
    }

    var text: String? { if case .string(let text) = self { text } else { nil } }
    var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
    var memberNames: [String] { if case .object(let object) = self { Array(object.names) } else { [] } }
}
