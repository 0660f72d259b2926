/// When the record was read and when its outcome was decided.
package struct OutcomeTiming: Sendable, Equatable {
    package let consumed: Timestamp
    package let settled: Timestamp

    package init(consumed: Timestamp, settled: Timestamp) {
        self.consumed = consumed
        self.settled = settled
    }
}
