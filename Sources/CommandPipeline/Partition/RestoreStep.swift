/// Where a new assignment stands on its way to its first record.
///
/// The order is the fence against the partition's former owner. Its offsets are fetched stable: from then on no older
/// generation commits for the partition, because the broker refuses its offsets, and with them its transaction. Only then is
/// the ledger's end asked for, open transactions included, and read up to: whatever the former owner has committed lies before
/// it. Asked the other way round, a transaction could be committed between the two.
enum RestoreStep: Sendable, Equatable {
    case counting
    case stabilizing
    case measuring(committed: Int64?)
    case reading(committed: Int64?)
    case checking(start: Int64)
    /// A step failed; everything begins anew when the timer fires.
    case pausing
    case done
}
