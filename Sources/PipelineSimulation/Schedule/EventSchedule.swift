/// What happens when: a binary heap by time. Events of one instant happen in a drawn order, so that no model relies on
/// the order in which they were planned.
struct EventSchedule {
    private struct Event {
        let time: Ticks
        let tie: UInt64
        let happen: () -> Void

        func isBefore(_ other: Event) -> Bool { (time, tie) < (other.time, other.tie) }
    }

    private var heap: [Event] = []

    mutating func add(at time: Ticks, tie: UInt64, _ happen: @escaping () -> Void) {
        heap.append(Event(time: time, tie: tie, happen: happen))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].isBefore(heap[parent]) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// When the next one happens.
    var due: Ticks? { heap.first?.time }

    mutating func next() -> (time: Ticks, happen: () -> Void)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.time, first.happen)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].isBefore(heap[least])
            {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(least, parent)
            parent = least
        }
    }
}
