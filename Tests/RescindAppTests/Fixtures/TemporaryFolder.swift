import Foundation

/// A folder of its own for one test, gone afterwards.
struct TemporaryFolder {
    let path: String

    static func with<Result>(_ body: (TemporaryFolder) async throws -> Result) async throws -> Result {
        let url = FileManager.default.temporaryDirectory.appending(path: "rescind-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        return try await body(TemporaryFolder(path: url.path(percentEncoded: false)))
    }

    /// - Returns: the file's path.
    @discardableResult
    func write(_ name: String, _ bytes: some Sequence<UInt8>, mode: Int? = nil) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(filePath: file))
        if let mode { try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file) }
        return file
    }
}
