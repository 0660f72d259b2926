import DequeModule

/// Counts what was let through within the last `span`, in slots of a fixed width.
///
/// No window of that span ever holds more than the cap, wherever it begins; with windows that begin at full minutes two caps'
/// worth could pass around their border. A slot counts until its youngest entry is too old, so room comes back up to one slot
/// late. Memory is bounded by the number of slots, whatever the cap.
struct RateWindow: Sendable {
    private static let slotsOfMinute: Int64 = 60
    private static let slotsOfDay: Int64 = 144
    private static let slotsOfTenMinutes: Int64 = 120

    private let cap: Int
    /// Seconds.
    private let slot: Int64
    private let slots: Int64
    private var counts: Deque<(slot: Int64, count: Int)> = []
    private var total = 0

    static func minute(cap: Int) -> RateWindow { RateWindow(cap: cap, seconds: 60, slots: slotsOfMinute) }

    static func day(cap: Int) -> RateWindow { RateWindow(cap: cap, seconds: 86_400, slots: slotsOfDay) }

    static func tenMinutes(cap: Int) -> RateWindow { RateWindow(cap: cap, seconds: 600, slots: slotsOfTenMinutes) }

    static func tenSeconds(cap: Int) -> RateWindow { RateWindow(cap: cap, seconds: 10, slots: 10) }

    private init(cap: Int, seconds: Int64, slots: Int64) {
        self.cap = cap
        self.slots = slots
        slot = seconds / slots
    }

    /// - Parameter uptime: never less than at the last call.
    mutating func hasRoom(at uptime: Duration) -> Bool {
        forget(before: uptime)
        return total < cap
    }

    /// - Returns: from when on there is room for so many, zero if there is now. More than the cap is as good as the cap.
    mutating func hasRoom(for number: Int, at uptime: Duration) -> Duration {
        forget(before: uptime)
        var left = total + min(number, cap) - cap
        guard left > 0 else { return .zero }
        for oldest in counts {
            left -= oldest.count
            if left <= 0 { return .seconds((oldest.slot + slots + 1) * slot) }
        }
        return .zero
    }

    mutating func isEmpty(at uptime: Duration) -> Bool {
        forget(before: uptime)
        return counts.isEmpty
    }

    private mutating func forget(before uptime: Duration) {
        let current = uptime.components.seconds / slot
        while let oldest = counts.first, oldest.slot < current - slots {
            total -= oldest.count
            counts.removeFirst()
        }
    }

    mutating func count(at uptime: Duration) {
        let current = uptime.components.seconds / slot
        if counts.last?.slot == current {
            counts[counts.count - 1].count += 1
        } else {
            counts.append((current, 1))
        }
        total += 1
    }

    /// Slots in memory.
    var size: Int { counts.count }
}
