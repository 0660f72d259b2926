/// What the brokers said of the records of a committed transaction.
package struct TransactionReceipt: Hashable, Sendable {
    /// One past the highest offset written, by partition. Never too high; too low, or left out, when the broker answered
    /// only the repetition of a request. The marker that ends the transaction comes after it.
    package let ends: [TopicPartition: Int64]
    /// The latest time that a broker gave to a record; nil when the topics keep the producer's.
    package let logAppendMilliseconds: Int64?

    package init(ends: [TopicPartition: Int64] = [:], logAppendMilliseconds: Int64? = nil) {
        self.ends = ends
        self.logAppendMilliseconds = logAppendMilliseconds
    }
}
