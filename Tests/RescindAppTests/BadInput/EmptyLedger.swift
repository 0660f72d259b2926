import CommandPipeline

/// The ledger of a topic set that was just made, for the one partition of ``SinglePartition``.
struct EmptyLedger: LedgerSource {
    func partitionCount() async throws -> Int32 { 1 }
    func end(of partition: Int32) async throws -> Int64 { 0 }
    func read(
        _ partition: Int32, from start: Int64?, to end: Int64, take: @Sendable ([LedgerEntry]) async -> Void
    ) async throws -> Int64 { end }
}
