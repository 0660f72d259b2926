import FoundationEssentials

/// A calendar: what stands in it, in order of start.
package struct SimulatedCalendar: Sendable {
    package let id: String
    package let name: String
    package let groupID: String

    /// Single meetings and occurrences, by start. Masters are not here: a calendar view never lists them.
    private var entries: [(start: Date, event: Int)] = []
    /// Bounds how far before a window an overlapping event can start.
    private var longest: TimeInterval = 0

    init(id: String, name: String, groupID: String) {
        self.id = id
        self.name = name
        self.groupID = groupID
    }

    mutating func insert(event: Int, start: Date, end: Date) {
        longest = max(longest, end.timeIntervalSince(start))
        entries.insert((start, event), at: firstIndex(startingAtOrAfter: start))
    }

    mutating func remove(event: Int, start: Date) {
        var index = firstIndex(startingAtOrAfter: start)
        while index < entries.count, entries[index].start == start {
            if entries[index].event == event {
                entries.remove(at: index)
                return
            }
            index += 1
        }
    }

    /// Events that may overlap the window, in order of start; the caller checks their ends.
    func candidates(from: Date, to: Date) -> some Sequence<Int> {
        entries[firstIndex(startingAtOrAfter: from.addingTimeInterval(-longest))...]
            .prefix { $0.start < to }
            .map(\.event)
    }

    private func firstIndex(startingAtOrAfter date: Date) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].start < date { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
