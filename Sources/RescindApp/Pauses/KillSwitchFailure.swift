#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Why nothing was paused or resumed.
enum KillSwitchFailure: Error, Equatable, CustomStringConvertible {
    /// Not among the sources or tenants of the configuration.
    case unknown(PauseSubject)
    /// What stands in the file now.
    case unusable(ConfigurationError)
    /// The number is `errno`.
    case notWritten(Int32)
    case changedMeanwhile
    case full

    var description: String {
        switch self {
        case .unknown(let subject):
            "--\(subject.key) is not listed under \(subject.key)s of the configuration, so nothing of it would be paused"
        case .unusable(let error): "\(error); correct it by hand, workers hold on to what they read before"
        case .notWritten(let number):
            "pauses.file cannot be written: \(String(cString: strerror(number))); where it is mounted read-only, change what it is "
                + "mounted from (docs/runbook.md, The kill switch)"
        case .changedMeanwhile: "somebody else has changed pauses.file in this moment; run it again"
        case .full:
            "pauses.file would have more than \(PauseList.maximumEntries) entries or \(PauseFile.maximumBytes / 1024) KiB; pause "
                + "--everything, or resume what is over"
        }
    }

    /// Of sysexits.
    var exitStatus: Int32 {
        switch self {
        case .unknown: 64
        case .unusable: ConfigurationError.exitStatus
        case .notWritten, .full: 73
        case .changedMeanwhile: 75
        }
    }
}
