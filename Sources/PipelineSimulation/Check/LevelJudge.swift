import CommandPipeline
import MeetingCancellation

/// A tenant or a cloud, which many mailboxes' refusals together close for all of them.
///
/// Knows the shortest time only for which it is closed, since the machine may draw a longer one when Graph does not say.
struct LevelJudge {
    private(set) var closedUntil: Ticks?
    private var refused: [(member: String, at: Ticks)] = []
    /// Who went first when the time was over.
    private var probe: (command: CommandID, since: Ticks)?

    /// - Parameter hasProbe: whether a question of that command is without an answer.
    /// - Returns: whether the command had to wait for another one that went first.
    mutating func begins(
        _ command: CommandID, at time: Ticks, within bound: Ticks, isOpen: (CommandID) -> Bool
    ) -> Bool {
        guard let closedUntil, time >= closedUntil else { return false }
        if let probe, probe.command != command, time < probe.since + bound, isOpen(probe.command) { return true }
        probe = (command, time)
        return false
    }

    mutating func taken(at time: Ticks) {
        refused = []
        guard let closedUntil, time >= closedUntil else { return }
        self.closedUntil = nil
        probe = nil
    }

    /// - Parameter wait: at least.
    /// - Returns: whether the level itself is meant.
    mutating func turnedAway(_ member: String, for wait: Ticks, at time: Ticks, _ limits: LaneLimits) -> Bool {
        refused.removeAll { $0.at + limits.spreadWindow.ticks < time }
        if !refused.contains(where: { $0.member == member }) { refused.append((member, time)) }
        // While one goes first any refusal closes again: one that was first before it may be answered late.
        guard refused.count >= limits.spread || probe != nil else { return false }
        closedUntil = max(closedUntil ?? 0, time + min(wait, limits.backoffCap.ticks))
        probe = nil
        return true
    }
}
