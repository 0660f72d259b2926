#if canImport(Glibc)
// Not used by name: swift-certificates imports it, and whether the compiler takes `stat` for its or for Glibc's then depends on
// the order in which it reads its files.
import CoreFoundation
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Who may do what with a file, by its mode and its owner. Access control lists are not looked at.
struct FileAccess: Hashable, Sendable {
    /// The permission bits of `st_mode`.
    var mode: UInt32
    /// Whether the file's group is one of this process's.
    var isOfOwnGroup: Bool
    var isReadable: Bool

    /// Whether the mode gives its group or everybody any right.
    var isOpenToOthers: Bool { mode & 0o077 != 0 }

    /// Follows symbolic links, of which Kubernetes makes its secrets.
    /// - Returns: nil when there is no such file, or none that this process may look at.
    static func of(_ path: String) -> FileAccess? {
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        var groups = [gid_t](repeating: 0, count: max(0, Int(getgroups(0, nil))))
        let count = max(0, Int(getgroups(Int32(groups.count), &groups)))
        let own = Set(groups.prefix(count)).union([getegid()])
        return FileAccess(
            mode: UInt32(facts.st_mode & 0o777), isOfOwnGroup: own.contains(facts.st_gid),
            isReadable: access(path, R_OK) == 0
        )
    }
}
