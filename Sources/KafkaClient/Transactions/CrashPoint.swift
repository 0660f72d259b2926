#if RESCIND_CRASH_POINTS
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
#endif

/// Where a test build can be told to die, as by `kill -9`: between two steps whose order a promise rests on.
///
/// Ordinary builds contain none of it: ``reached()`` is empty unless the compiler is given `-DRESCIND_CRASH_POINTS`
/// (`./dev crash --points`). The environment names one point and how often it must have been reached:
/// `RESCIND_CRASH_POINT=beforeCommit:3`.
package enum CrashPoint: String, Sendable, CaseIterable {
    case beforeTransaction, afterProduce, afterOffsets, beforeCommit, afterCommit
    /// The cancel request is decided, and nothing of it has left the process.
    case beforeCancel
    /// Its answer is there, and nobody has been told.
    case afterCancel

    /// Returns, or ends the process on the spot.
    package func reached() {
        #if RESCIND_CRASH_POINTS
        guard let target = Self.target, target.point == self else { return }
        let count = Self.count.add(1, ordering: .relaxed).newValue
        if count == target.count { raise(SIGKILL) }
        #endif
    }

    #if RESCIND_CRASH_POINTS
    private static let count = Atomic(0)
    private static let target: (point: CrashPoint, count: Int)? = {
        let parts = getenv("RESCIND_CRASH_POINT").map { String(cString: $0).split(separator: ":") } ?? []
        guard parts.count == 2, let point = CrashPoint(rawValue: String(parts[0])), let count = Int(parts[1]) else {
            return nil
        }
        return (point, count)
    }()
    #endif
}
