import CommandContract
import MeetingCancellation
import Testing

@Suite("Command queue")
struct CommandQueueTests {
    typealias Queue = CommandQueue<Int, String>

    @Test("commands of one meeting run in order, another meeting does not wait")
    func orderPerMeeting() {
        var queue = Queue(concurrency: 10)
        queue.enqueue(1, lane: Self.lane("a"), owner: "p")
        queue.enqueue(2, lane: Self.lane("a"), owner: "p")
        queue.enqueue(3, lane: Self.lane("b"), owner: "p")
        #expect(Self.startAll(&queue) == [1, 3])
        queue.finished(Self.lane("a"))
        #expect(Self.startAll(&queue) == [2])
        queue.finished(Self.lane("a"))
        queue.finished(Self.lane("b"))
        queue.enqueue(4, lane: Self.lane("a"), owner: "p")
        #expect(Self.startAll(&queue) == [4])
    }

    @Test("never more than the limit at a time; a limit below one means one")
    func concurrency() {
        for (limit, started) in [(2, [0, 1]), (1, [0]), (0, [0]), (-5, [0])] {
            var queue = Queue(concurrency: limit)
            for job in 0..<4 { queue.enqueue(job, lane: Self.lane("\(job)"), owner: "p") }
            #expect(Self.startAll(&queue) == started)
            queue.finished(Self.lane("0"))
            #expect(queue.next()?.job == started.count)
        }
    }

    @Test("a dropped owner's waiting commands are forgotten, others of the same meeting move up")
    func drop() {
        var queue = Queue(concurrency: 1)
        queue.enqueue(1, lane: Self.lane("a"), owner: "gone")
        queue.enqueue(2, lane: Self.lane("a"), owner: "stays")
        queue.enqueue(3, lane: Self.lane("b"), owner: "gone")
        queue.enqueue(4, lane: Self.lane("b"), owner: "gone")
        queue.enqueue(5, lane: Self.lane("b"), owner: "stays")
        #expect(queue.next()?.job == 1)
        queue.drop("gone")
        #expect(queue.next() == nil, "one is running")
        queue.finished(Self.lane("a"))
        #expect(queue.next()?.job == 5)
        queue.finished(Self.lane("b"))
        #expect(queue.next()?.job == 2)
    }

    @Test("a command that waits for time gives up its place and keeps its lane")
    func suspended() {
        var queue = Queue(concurrency: 1)
        let isBehind = [(1, "a"), (2, "a"), (3, "b")].map { queue.enqueue($0, lane: Self.lane($1), owner: "p") }
        #expect(isBehind == [false, true, false])
        #expect(queue.next()?.job == 1)
        queue.suspended(Self.lane("a"))
        #expect(queue.next()?.job == 3)
        queue.finished(Self.lane("b"))
        #expect(queue.next() == nil, "the second waits behind the first")
        queue.resumed(1, lane: Self.lane("a"), owner: "p")
        #expect(queue.next()?.job == 1)
        queue.finished(Self.lane("a"))
        #expect(queue.next()?.job == 2)
    }

    @Test("a suspended command that ends lets the next one of its meeting go, and takes no place from the running")
    func leftWhileSuspended() {
        var queue = Queue(concurrency: 1)
        for (job, lane) in [(1, "a"), (2, "a"), (3, "b")] { queue.enqueue(job, lane: Self.lane(lane), owner: "p") }
        #expect(queue.next()?.job == 1)
        queue.suspended(Self.lane("a"))
        queue.left(Self.lane("a"))
        #expect(queue.next()?.job == 3)
        #expect(queue.next() == nil)
        queue.finished(Self.lane("b"))
        #expect(queue.next()?.job == 2)
    }

    @Test("a command that has resumed and not gone on is dropped like one that waits")
    func droppedWhenResumed() {
        var queue = Queue(concurrency: 1)
        queue.enqueue(1, lane: Self.lane("a"), owner: "gone")
        queue.enqueue(2, lane: Self.lane("a"), owner: "stays")
        #expect(queue.next()?.job == 1)
        queue.suspended(Self.lane("a"))
        queue.resumed(1, lane: Self.lane("a"), owner: "gone")
        queue.drop("gone")
        #expect(queue.next()?.job == 2)
        #expect(queue.next() == nil)
    }

    @Test("any sequence of calls keeps order, bound and every command", arguments: 0..<300 as Range<UInt64>)
    func anySequence(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = Int(generator.next() % 5) + 1
        var queue = Queue(concurrency: limit)
        var model = QueueModel(limit: limit)
        for job in 0..<200 {
            switch generator.next() % 10 {
            case 0..<5:
                let lane = generator.pick(["a", "b", "c", "d"])
                let owner = generator.pick(["p", "q", "r"])
                queue.enqueue(job, lane: Self.lane(lane), owner: owner)
                model.enqueued(job, lane: lane, owner: owner)
            case 5, 6, 7:
                model.started(queue.next()?.job)
            case 8:
                guard let lane = model.running.keys.sorted().first else { continue }
                queue.finished(Self.lane(lane))
                model.running[lane] = nil
            default:
                let owner = generator.pick(["p", "q", "r"])
                queue.drop(owner)
                model.dropped(owner)
            }
        }
        while !model.isEmpty, model.breach == nil {
            while let job = queue.next()?.job { model.started(job) }
            for lane in model.running.keys {
                queue.finished(Self.lane(lane))
                model.running[lane] = nil
            }
        }
        #expect(queue.next() == nil)
        #expect(model.breach == nil, "seed \(seed)")
    }

    private static func lane(_ event: String) -> MeetingLane {
        MeetingAddress(
            cloud: "global", tenantID: "t", target: .user("u"), mailbox: "u", access: .application, calendar: .none,
            eventID: event
        ).lane
    }

    private static func startAll(_ queue: inout Queue) -> [Int] {
        var jobs: [Int] = []
        while let entry = queue.next() { jobs.append(entry.job) }
        return jobs
    }
}
