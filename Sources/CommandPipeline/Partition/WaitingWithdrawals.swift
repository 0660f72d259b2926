import CommandContract
import MeetingCancellation

/// Withdraws of one partition whose commands have not come, by their own records and by what they wait for.
struct WaitingWithdrawals: Sendable {
    private var waiting: [Int64: RequestedWithdrawal] = [:]
    /// Offsets, in the order in which they came.
    private var awaited: [IdentityHash: [Int64]] = [:]

    subscript(offset: Int64) -> RequestedWithdrawal? { waiting[offset] }

    var count: Int { waiting.count }

    /// Of them, those that the ledger holds.
    var keptCount: Int { waiting.values.count(where: \.isKept) }

    mutating func add(_ withdrawal: RequestedWithdrawal) {
        waiting[withdrawal.offset] = withdrawal
        awaited[withdrawal.withdrawn, default: []].append(withdrawal.offset)
    }

    mutating func remove(_ offset: Int64) -> RequestedWithdrawal? {
        guard let withdrawal = waiting.removeValue(forKey: offset) else { return nil }
        awaited[withdrawal.withdrawn]?.removeAll { $0 == offset }
        if awaited[withdrawal.withdrawn]?.isEmpty == true { awaited[withdrawal.withdrawn] = nil }
        return withdrawal
    }

    /// Offsets of those that name this command of that mailbox; the first one takes it back.
    func waiting(for command: IdentityHash, of key: RoutingKey) -> [Int64] {
        (awaited[command] ?? []).filter { waiting[$0]?.authorized.routingKey == key }
    }
}
