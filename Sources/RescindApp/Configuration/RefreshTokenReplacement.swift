import MicrosoftGraph

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

/// A newer refresh token that waits beside its file, on the disk already, to take the file's place by one rename.
struct RefreshTokenReplacement {
    private let file: RefreshTokenFile
    /// A symbolic link stays one: its target is replaced, in the target's folder.
    private let target: String
    private let temporary: String

    /// May block on the disk.
    init(of file: RefreshTokenFile, with token: Secret) throws(RefreshTokenFile.Fault) {
        self.file = file
        target = URL(fileURLWithPath: file.path).resolvingSymlinksInPath().path
        temporary = "\(SecretFile.folder(of: target))/.rescind-\(UUID().uuidString.lowercased())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .notStored(errno) }
        var fault = Self.write(Array(token.reveal().utf8), to: descriptor)
        if close(descriptor) != 0, fault == nil { fault = errno }
        if let fault {
            unlink(temporary)
            throw .notStored(fault)
        }
    }

    /// Takes the place of `seen`; of anything else, which somebody put there meanwhile, it does not. To be called once: a
    /// replacement that takes no place is gone.
    ///
    /// No system call renames by the content of what it replaces. So there remains the time between reading the file and the
    /// rename, a few system calls without a write or a wait for the disk, in which another's token would be lost.
    /// - Returns: whether it stands in the file now.
    func takePlace(of seen: Secret) throws(RefreshTokenFile.Fault) -> Bool {
        do throws(RefreshTokenFile.Fault) {
            guard try file.read() == seen else {
                unlink(temporary)
                return false
            }
        } catch {
            unlink(temporary)
            throw error
        }
        try takePlace()
        return true
    }

    /// Takes the place of whatever is there.
    func takePlace() throws(RefreshTokenFile.Fault) {
        guard rename(temporary, target) == 0 else {
            let fault = errno
            unlink(temporary)
            throw .notStored(fault)
        }
        Self.synchronize(folder: SecretFile.folder(of: target))
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
