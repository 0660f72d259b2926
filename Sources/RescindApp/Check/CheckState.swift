/// How one check ended, in rising severity.
package enum CheckState: Int, Comparable, CaseIterable, Sendable {
    case ok
    /// Nobody said: no answer, no permission to ask, a broker that does not know the question. Nothing is known to be wrong.
    case notVerified
    /// It works, and may cost records, mails or secrecy one day.
    case warning
    /// Known to be wrong: the worker does not start, or breaks a promise.
    case failed

    package static func < (left: CheckState, right: CheckState) -> Bool { left.rawValue < right.rawValue }

    /// As printed, and as it stands in the JSON form.
    package var label: String {
        switch self {
        case .ok: "ok"
        case .notVerified: "not verified"
        case .warning: "warning"
        case .failed: "failed"
        }
    }
}
