import ArgumentParser
import Foundation

/// The built programs that a run starts, and its folder.
struct LabPrograms: Sendable {
    /// Path of this program.
    let lab: String
    /// Path of the worker's.
    let rescind: String

    /// - Parameter rescind: beside this program when nil.
    init(rescind: String?) throws(ValidationError) {
        guard let lab = Bundle.main.executableURL else {
            throw ValidationError("where this program stands is not known")
        }
        let beside = lab.deletingLastPathComponent().appending(path: "rescind").path(percentEncoded: false)
        self.lab = lab.path(percentEncoded: false)
        self.rescind = rescind ?? beside
        guard FileManager.default.isExecutableFile(atPath: self.rescind) else {
            throw ValidationError("\(self.rescind) is no program: build the product rescind, or name it by --rescind")
        }
    }

    /// Only ours to read: it holds secrets.
    /// - Parameters:
    ///   - kept: where it is to stay; a temporary one when nil.
    ///   - name: what a temporary one's begins with.
    static func folder(_ kept: String?, name: String) throws -> String {
        let temporary = FileManager.default.temporaryDirectory.appending(path: "\(name)-\(UUID().uuidString)")
        let path = kept ?? temporary.path(percentEncoded: false)
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
        return path
    }
}
