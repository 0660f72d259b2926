import Foundation

@testable import RescindApp

/// A folder as Kubernetes mounts a secret into it: the names are links through `..data`, which is one to a version's folder, and
/// a rename swaps it.
struct MountedSecret: Sendable {
    struct NotSwapped: Error {}

    private let folder: String

    init(in folder: TemporaryFolder, _ files: [String: String]) throws {
        self.folder = folder.path
        try swap(to: files)
        for name in files.keys {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/\(name)", withDestinationPath: "..data/\(name)")
        }
    }

    func file(_ name: String) -> SecretFile { SecretFile(path: name, relativeTo: folder) }

    /// Puts all files in place at once.
    func swap(to files: [String: String]) throws {
        let version = "..\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: "\(folder)/\(version)", withIntermediateDirectories: false)
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(version)/\(name)")) }
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/..data_tmp", withDestinationPath: version)
        guard rename("\(folder)/..data_tmp", "\(folder)/..data") == 0 else { throw NotSwapped() }
    }

    /// Writes over the files that are there, as an editor or a copy does.
    func write(over files: [String: String]) throws {
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)")) }
    }
}
