import DequeModule
import MeetingCancellation

/// Holds a flood of undecodable records back: a sender that writes no commands any more, or another system's records in this
/// topic. Each becomes a dead letter, and without the gate a whole topic would within seconds, before anybody is awake.
///
/// A command with a wrong field is no such record: it has a sender, who is told, and others' commands stand behind it.
struct UndecodableGate: Sendable {
    private static let recent = 100
    private static let most = 50
    /// In nanoseconds.
    private static let minute = 60_000_000_000

    /// Whether each of the last records was undecodable.
    private var last: Deque<Bool> = []
    private var undecodable = 0
    private var opensAt = Duration.zero

    /// Most of the last records were undecodable.
    private(set) var isFlooded = false

    /// - Returns: how long an undecodable record has to wait; nil when it passes.
    mutating func wait(at uptime: Duration) -> Duration? {
        guard isFlooded, opensAt > uptime, !PlantedFault.isOn(.floodPasses) else { return nil }
        return opensAt - uptime
    }

    /// A record passes.
    /// - Parameter perMinute: how many undecodable ones pass in a flood.
    mutating func passed(isUndecodable: Bool, at uptime: Duration, perMinute: Int) {
        last.append(isUndecodable)
        undecodable += isUndecodable ? 1 : 0
        if last.count > Self.recent, last.removeFirst() { undecodable -= 1 }
        // Of a hundred, or of the first fifty.
        isFlooded = undecodable >= Self.most && 2 * undecodable > last.count
        if isUndecodable { opensAt = uptime + .nanoseconds(Self.minute / perMinute) }
    }
}
