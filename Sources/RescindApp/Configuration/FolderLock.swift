#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Keeps two processes from changing a file of one folder at the same time: both would have read it as it was, and the second
/// would take back what the first has written.
///
/// Advisory (`flock(2)`), and gone with its process. Where the file system knows no locks, or somebody keeps it for too long, one
/// goes on without.
struct FolderLock {
    private let descriptor: Int32
    /// Nobody else has it.
    let isHeld: Bool

    private static let pollMilliseconds: Int64 = 20

    /// Blocks until it is free, and no longer than `patience`.
    static func taken(of folder: String, within patience: Duration) -> FolderLock {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return FolderLock(descriptor: descriptor, isHeld: false) }
        var rest = patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK, rest > .zero else { return FolderLock(descriptor: descriptor, isHeld: false) }
            usleep(UInt32(pollMilliseconds * 1000))
            rest -= .milliseconds(pollMilliseconds)
        }
        return FolderLock(descriptor: descriptor, isHeld: true)
    }

    /// To be called once.
    func release() {
        if descriptor >= 0 { close(descriptor) }
    }
}
