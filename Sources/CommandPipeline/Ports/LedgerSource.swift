/// The ledger topic as the new owner of a partition reads it. The ledger partition of a command partition has its number.
package protocol LedgerSource: Sendable {
    /// How many partitions the ledger topic has: as many as the command topic, or no command is ever found again.
    func partitionCount() async throws -> Int32
    /// One past the last record of any transaction, open and aborted ones included: the high watermark of a
    /// `read_uncommitted` reader. A `read_committed` one would be told the end before an open transaction.
    func end(of partition: Int32) async throws -> Int64
    /// Reads the committed records from `start` (nil: the beginning) on, and returns once the reader stands at or past `end`,
    /// with the offset that would come next. Waits while an open transaction holds it back; ends early, with
    /// `CancellationError`, when the task is cancelled.
    /// - Parameter take: is called with records in their order, never twice at a time.
    func read(
        _ partition: Int32, from start: Int64?, to end: Int64, take: @Sendable ([LedgerEntry]) async -> Void
    ) async throws -> Int64
}
