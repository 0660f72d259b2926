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

/// A file's new content that waits beside it, on the disk already, to take its place by one rename: a reader, or a process started
/// after a crash, finds the old content or the new one, never half of one.
struct FileReplacement {
    struct Fault: Error, Equatable {
        /// `errno`
        let number: Int32
    }

    /// A symbolic link stays one: its target is replaced, in the target's folder.
    private let target: String
    private let temporary: String

    /// May block on the disk.
    init(of path: String, with bytes: [UInt8], mode: UInt32) throws(Fault) {
        target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        temporary = "\(SecretFile.folder(of: target))/.rescind-\(UUID().uuidString.lowercased())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Fault(number: errno) }
        var fault = Self.write(bytes, to: descriptor)
        // Not by `open`, from which the process's mask takes bits away.
        if fault == nil, fchmod(descriptor, mode_t(mode)) != 0 { fault = errno }
        if close(descriptor) != 0, fault == nil { fault = errno }
        if let fault {
            unlink(temporary)
            throw Fault(number: fault)
        }
    }

    /// Takes the place of whatever is there. To be called once: a replacement that takes no place is gone.
    func takePlace() throws(Fault) {
        guard rename(temporary, target) == 0 else {
            let fault = errno
            discard()
            throw Fault(number: fault)
        }
        Self.synchronize(folder: SecretFile.folder(of: target))
    }

    func discard() { unlink(temporary) }

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

    /// Makes the new name durable. A folder that cannot be opened for it changes nothing: the old content is whole as well.
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
