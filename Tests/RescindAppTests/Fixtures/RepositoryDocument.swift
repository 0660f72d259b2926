import Foundation
import Testing

/// A file of the repository that is made from code: compared with it, or with `RESCIND_UPDATE_DOCS=1` rewritten.
enum RepositoryDocument {
    static func expect(_ path: String, toBe text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        if ProcessInfo.processInfo.environment["RESCIND_UPDATE_DOCS"] == "1" {
            try Data(text.utf8).write(to: URL(filePath: Repository.file(path)))
            return
        }
        let isSame = try? Repository.text(path) == text
        #expect(
            isSame == true, "\(path) differs from the code; RESCIND_UPDATE_DOCS=1 rewrites it. Wanted:\n\(text)",
            sourceLocation: sourceLocation
        )
    }
}
