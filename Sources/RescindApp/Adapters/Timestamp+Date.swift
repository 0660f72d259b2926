package import CommandContract

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

extension Timestamp {
    /// Rounded to the millisecond: Graph's own times have no finer meaning, and a `Date` cannot hold 0.001 exactly.
    package init(_ date: Date) {
        self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }

    package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
