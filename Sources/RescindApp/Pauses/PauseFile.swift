#if canImport(Glibc)
// Not used by name: swift-certificates imports it, and whether the compiler takes `stat` for its or for Glibc's then depends on
// the order in which it reads its files.
import CoreFoundation
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The file that says what is paused.
struct PauseFile: Sendable {
    static let maximumBytes = 64 * 1024

    let path: String

    /// Follows symbolic links, of which Kubernetes makes its mounts. May block on the disk, never on what is no file.
    /// - Returns: nil when there is no such file.
    func text() throws(ConfigurationError) -> String? {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw error("cannot be read by this process") }
            // A folder that is away is a mount that is missing, or a slip in the path: a kill switch nobody could pull.
            guard access(SecretFile.folder(of: path), F_OK) == 0 else {
                throw error("stands in a folder that does not exist")
            }
            return nil
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw error("must be a regular file")
        }
        guard let bytes = Self.read(descriptor) else { throw error("cannot be read by this process") }
        guard bytes.count <= Self.maximumBytes, let text = String(validating: bytes, as: UTF8.self) else {
            throw error("must be UTF-8 text of at most \(Self.maximumBytes / 1024) KiB")
        }
        return text
    }

    func error(_ rule: String) -> ConfigurationError {
        ConfigurationError(file: path, line: nil, key: "(file)", rule: rule)
    }

    /// - Returns: one byte over the limit at most, so that a larger file is seen as one; nil when reading fails.
    private static func read(_ descriptor: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 16 * 1024)
        while bytes.count <= maximumBytes {
            let count = systemRead(descriptor, &part, min(part.count, maximumBytes + 1 - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            bytes += part[..<count]
        }
        return bytes
    }

    /// Inside the type `read` would mean the method above.
    private static func systemRead(_ descriptor: Int32, _ part: UnsafeMutableRawPointer, _ count: Int) -> Int {
        #if canImport(Glibc)
        Glibc.read(descriptor, part, count)
        #else
        Darwin.read(descriptor, part, count)
        #endif
    }
}
