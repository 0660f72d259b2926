package import MicrosoftGraph

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A secret in a file of its own, read anew on every use so that a rotated one takes effect without a restart.
package struct SecretFile: Sendable {
    package enum Fault: Error, Sendable {
        case unreadable, empty, tooLarge, notUTF8

        package var rule: String {
            switch self {
            case .unreadable: "names a file that does not exist or cannot be read by this process"
            case .empty: "names a file that is empty"
            case .tooLarge: "names a file larger than 64 KiB, which is no secret"
            case .notUTF8: "names a file that is not UTF-8 text"
            }
        }
    }

    let path: String

    package init(path: String, relativeTo folder: String) {
        self.path = path.hasPrefix("/") ? path : folder + "/" + path
    }

    package static func folder(of file: String) -> String {
        guard let slash = file.lastIndex(of: "/") else { return "." }
        return slash == file.startIndex ? "/" : String(file[..<slash])
    }

    /// White space around the secret (an editor's last newline) is not part of it.
    package func read() throws(Fault) -> Secret {
        guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable }
        guard data.count <= 64 * 1024 else { throw .tooLarge }
        guard let text = String(validating: data, as: UTF8.self) else { throw .notUTF8 }
        let trimmed = text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
        guard !trimmed.isEmpty else { throw .empty }
        return Secret(String(trimmed))
    }
}
