package import MeetingCancellation

/// What a graceful stop leaves behind.
package struct StopSummary: Sendable, Equatable {
    /// Outcomes committed after the stop was asked for.
    package internal(set) var finished = 0
    /// Commands in the ledger that surely did nothing yet, by what they waited for; their partitions' next owner goes on with
    /// them.
    package internal(set) var waiting: [WaitReason: Int] = [:]
    /// Commands in the ledger of which a request may have acted; the next owner looks first.
    package internal(set) var inDoubt = 0
    /// Records taken in that the offset has not moved over: they are read again.
    package internal(set) var unread = 0
    /// Some of those in the ledger, ``StatusBounds/listed`` at most.
    package internal(set) var listed: [WaitingCommand] = []

    package init() {}
}
