package import MicrosoftGraph

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A refresh token in a file that only its owner can read, replaced when Entra gives a newer one.
///
/// Whoever holds the token can act as the user for months, so a file that others can read is refused.
package struct RefreshTokenFile: Sendable {
    package enum Fault: Error, Sendable, Equatable {
        case unusable(SecretFile.Fault)
        case openToOthers
        /// The number is `errno`.
        case notStored(Int32)

        package var rule: String {
            switch self {
            case .unusable(let fault): fault.rule
            case .openToOthers: "names a file that others than its owner may use: chmod 600"
            case .notStored: "names a file that cannot be replaced"
            }
        }
    }

    private let file: SecretFile

    package init(path: String, relativeTo folder: String) { file = SecretFile(path: path, relativeTo: folder) }

    package func read() throws(Fault) -> Secret {
        var status = stat()
        guard stat(file.path, &status) == 0 else { throw .unusable(.unreadable) }
        guard status.st_mode & (S_IRWXG | S_IRWXO) == 0 else { throw .openToOthers }
        do { return try file.read() } catch { throw .unusable(error) }
    }

    /// Puts `token` in the file's place. A reader, or a process started after a crash, finds the old token or the new one,
    /// never half of one. May block on the disk.
    package func replace(with token: Secret) throws(Fault) {
        // A symbolic link stays one: its target is replaced, in the target's folder.
        let target = URL(fileURLWithPath: file.path).resolvingSymlinksInPath().path
        let folder = SecretFile.folder(of: target)
        let temporary = "\(folder)/.rescind-\(UUID().uuidString.lowercased())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .notStored(errno) }
        var fault = Self.write(Array(token.reveal().utf8), to: descriptor)
        if close(descriptor) != 0, fault == nil { fault = errno }
        if fault == nil, rename(temporary, target) != 0 { fault = errno }
        if let fault {
            unlink(temporary)
            throw .notStored(fault)
        }
        Self.synchronize(folder: folder)
    }

    /// - Returns: `errno` of what failed.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return written < 0 ? errno : EIO }
            rest = rest.dropFirst(written)
        }
        return fsync(descriptor) == 0 ? nil : errno
    }

    /// Makes the new name durable. A folder that cannot be opened for it changes nothing: the old token is good as well.
    private static func synchronize(folder: String) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        close(descriptor)
    }

    /// Inside the type `write` would mean the method above.
    private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, bytes, count)
        #else
        Darwin.write(descriptor, bytes, count)
        #endif
    }
}
