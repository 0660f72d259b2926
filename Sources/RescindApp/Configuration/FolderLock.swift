#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Keeps two processes from changing a file of one folder at the same time: both would have read it as it was, and the second
/// would take back what the first has written.
///
/// Advisory (`flock(2)`), and gone with its process. Where the file system knows no locks there is none.
struct FolderLock {
    private let descriptor: Int32

    /// - Returns: nil when somebody else holds it.
    static func taken(of folder: String) -> FolderLock? {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else {
            return FolderLock(descriptor: descriptor)
        }
        close(descriptor)
        return nil
    }

    /// To be called once.
    func release() {
        if descriptor >= 0 { close(descriptor) }
    }
}
