import Foundation

/// The package's own folders, found from this file's place in it.
enum Repository {
    static let root: URL = {
        var folder = URL(filePath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder
    }()

    static func file(_ path: String) -> String { root.appending(path: path).path(percentEncoded: false) }

    static func text(_ path: String) throws -> String { try String(contentsOfFile: file(path), encoding: .utf8) }
}
