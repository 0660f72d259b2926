import CommandContract
import Foundation

extension Date {
    /// Graph's times are compared to the second in commands.
    var wholeSecond: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }

    var rfc3339: String { Timestamp(milliseconds: Int64(timeIntervalSince1970 * 1000)).rfc3339 }
}
