import CommandContract

/// Remembers which held lanes were told, so that each is told once, and again when it has been held for twice as long.
struct HeldWatch: Sendable {
    private struct Told: Sendable {
        let position: RecordPosition
        /// How long it will have been held when it is told again.
        var next: Duration
    }

    struct News: Sendable {
        var told: [HeldLane] = []
        var freed: [RecordPosition] = []
    }

    private var told: [CommandID: Told] = [:]
    /// Held at the last look, those that were not told included, and the longest of them.
    private(set) var count = 0
    private(set) var longest: Duration = .zero

    /// - Parameters:
    ///   - held: those that have been held longest, at most ``StatusBounds/listed``; what is beyond is counted, and told when
    ///     it comes among them.
    ///   - isHeld: whether one that was told before still is.
    mutating func looked(
        _ held: [(id: CommandID, lane: HeldLane)], count: Int, isHeld: (CommandID) -> Bool
    ) -> News {
        self.count = count
        longest = held.first?.lane.duration ?? .zero
        var news = News()
        for (id, known) in told.sorted(by: { $0.key.offset < $1.key.offset }) where !isHeld(id) {
            news.freed.append(known.position)
            told[id] = nil
        }
        for (id, lane) in held {
            if let next = told[id]?.next, lane.duration < next { continue }
            // Not more than are listed: the oldest stay, and they are the ones that are told again.
            guard told[id] != nil || told.count < Self.most else { continue }
            told[id] = Told(position: lane.command.position, next: lane.duration * 2)
            news.told.append(lane)
        }
        return news
    }

    /// Remembered at a time.
    private static var most: Int { 100 }
}
