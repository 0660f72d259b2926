import CommandContract
import MeetingCancellation

/// Which pauses are in force, by what was read of their file.
///
/// A pause holds as soon as it is read. One is taken back only when two readings in a row give the same list without it: of a file
/// that is just being written, or is away for a moment, a single reading tells nothing. A file that cannot be used changes nothing.
struct StandingPauses: Sendable {
    enum Change: Equatable, Sendable {
        /// Holds from now on, or holds for another reason.
        case paused(PauseOrder)
        case resumed(PauseOrder)
        /// Told once, not with every reading.
        case failed(ConfigurationError)
        case mended
    }

    private(set) var orders: [PauseOrder] = []
    /// Why the file cannot be used, while it cannot.
    private(set) var fault: ConfigurationError?
    /// A list without some of what is in force, read once.
    private var doubted: [PauseEntry]?

    mutating func listRead(_ entries: [PauseEntry], at now: Timestamp) -> [Change] {
        let isMended = fault != nil
        fault = nil
        let before = orders
        let listed = entries.map { order($0, at: now) }
        let scopes = Set(listed.map(\.scope))
        let missing = before.filter { !scopes.contains($0.scope) }
        let isSure = missing.isEmpty || doubted == entries
        doubted = isSure ? nil : entries
        orders = isSure ? listed : listed + missing
        return (isMended ? [.mended] : []) + listed.filter { !before.contains($0) }.map { .paused($0) }
            + (isSure ? missing.map { .resumed($0) } : [])
    }

    mutating func readingFailed(_ error: ConfigurationError) -> [Change] {
        doubted = nil
        guard fault != error else { return [] }
        fault = error
        return [.failed(error)]
    }

    /// An entry that does not say since when it holds keeps the time at which it was first read.
    private func order(_ entry: PauseEntry, at now: Timestamp) -> PauseOrder {
        let since = entry.since ?? orders.first { $0.scope == entry.scope }?.since ?? now
        return PauseOrder(entry.scope, reason: entry.reason, since: since)
    }
}
