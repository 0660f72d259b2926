import MeetingCancellation
import Testing

@Suite("Lanes")
struct LaneSchedulerTests {
    @Test("commands of one meeting run in order, another meeting does not wait")
    func orderPerMeeting() {
        var talk = LaneTalk()
        for (job, lane) in [(1, "m/a"), (2, "m/a"), (3, "m/b")] { talk.come(job, lane) }
        #expect(talk.all() == [1, 3])
        talk.finish("m/a")
        #expect(talk.all() == [2])
        talk.finish("m/a")
        talk.finish("m/b")
        talk.come(4, "m/a")
        #expect(talk.all() == [4])
    }

    @Test("never more than the limit at a time, nor more than a mailbox's")
    func concurrency() {
        var talk = LaneTalk {
            $0.concurrency = 4
            $0.inFlightPerMailbox = 3
        }
        for job in 0..<5 { talk.come(job, "big/\(job)") }
        talk.come(9, "small/a")
        talk.come(10, "other/a")
        #expect(talk.all() == [0, 9, 10, 1], "mailboxes take turns")
        talk.finish("small/a")
        #expect(talk.all() == [2])
        talk.finish("other/a")
        #expect(talk.all() == [], "three of one mailbox are enough")
        talk.finish("big/1")
        #expect(talk.all() == [3])
    }

    @Test("a mailbox with very many commands delays no other by more than one turn")
    func fair() {
        var talk = LaneTalk {
            $0.concurrency = 1
            $0.cancelsPerMinute = 10_000
        }
        for job in 0..<1000 { talk.come(job, "big/\(job)") }
        #expect(talk.next() == 0)
        talk.come(5000, "small/a")
        talk.finish("big/0")
        #expect([talk.next()] == [1])
        talk.finish("big/1")
        #expect(talk.next() == 5000)
    }

    @Test(
        "within a mailbox the soonest meeting comes first, before those whose start is not known, those in their order")
    func soonest() {
        var talk = LaneTalk { $0.concurrency = 1 }
        for (job, lane, start) in [(1, "m/a", nil), (2, "m/b", 900), (3, "m/c", 100), (4, "m/d", nil)]
            as [(Int, String, Int64?)]
        {
            talk.come(job, lane, start: start)
        }
        talk.come(5, "m/c", start: 1)
        var order: [Int] = []
        for lane in ["m/c", "m/c", "m/b", "m/a", "m/d"] {
            order += talk.all()
            talk.finish(lane)
        }
        #expect(order == [3, 5, 2, 1, 4], "never across the commands of one meeting")
    }

    @Test("a command that waits for time gives up its place and keeps its meeting's lane")
    func suspended() {
        var talk = LaneTalk { $0.concurrency = 1 }
        #expect([talk.come(1, "a/a"), talk.come(2, "a/a"), talk.come(3, "b/b")] == [false, true, false])
        #expect(talk.all() == [1])
        talk.scheduler.suspended(LaneTalk.lane("a/a"))
        #expect(talk.all() == [3])
        talk.finish("b/b")
        #expect(talk.all() == [], "the second waits behind the first")
        talk.scheduler.resumed(LaneTalk.lane("a/a"), start: nil)
        #expect(talk.all() == [1])
        talk.finish("a/a")
        #expect(talk.all() == [2])
    }

    @Test("a suspended command that ends lets the next one of its meeting go, and takes no place from the running")
    func leftWhileSuspended() {
        var talk = LaneTalk { $0.concurrency = 1 }
        for (job, lane) in [(1, "a/a"), (2, "a/a"), (3, "b/b")] { talk.come(job, lane) }
        #expect(talk.next() == 1)
        talk.scheduler.suspended(LaneTalk.lane("a/a"))
        talk.scheduler.left(LaneTalk.lane("a/a"))
        #expect(talk.all() == [3])
        talk.finish("b/b")
        #expect(talk.all() == [2])
    }

    @Test(
        "a dropped owner's waiting commands are forgotten, one that has resumed too; others of the same meeting move up"
    )
    func drop() {
        var talk = LaneTalk { $0.concurrency = 1 }
        for (job, lane, owner) in [
            (1, "a/a", "gone"), (2, "a/a", "stays"), (3, "b/b", "gone"), (4, "b/b", "gone"), (5, "b/b", "stays"),
        ] {
            talk.come(job, lane, owner: owner)
        }
        #expect(talk.next() == 1)
        talk.scheduler.suspended(LaneTalk.lane("a/a"))
        talk.scheduler.resumed(LaneTalk.lane("a/a"), start: nil)
        talk.scheduler.drop("gone")
        #expect(talk.all() == [5])
        talk.finish("b/b")
        #expect(talk.all() == [2])
        talk.finish("a/a")
        #expect(talk.all() == [])
    }

    /// A meeting may have very many commands behind one that is held, and each that comes asks.
    @Test("the last jobs of a meeting are looked for from its end, no further than the first that is not meant")
    func lastJobs() {
        var talk = LaneTalk()
        for job in 0..<2000 { talk.come(job, "m/a") }
        var asked = 0
        let last = talk.scheduler.lastJobs(in: LaneTalk.lane("m/a")) { job in
            asked += 1
            return job >= 1998
        }
        #expect(last == [1998, 1999] && asked == 3)
        #expect(talk.scheduler.lastJobs(in: LaneTalk.lane("m/a")) { _ in true } == Array(0..<2000))
        #expect(talk.scheduler.lastJobs(in: LaneTalk.lane("m/a")) { _ in false } == [])
        #expect(talk.scheduler.lastJobs(in: LaneTalk.lane("m/b")) { _ in true } == [])
    }

    @Test("any sequence of calls keeps order, bounds and every command", arguments: 0..<300 as Range<UInt64>)
    func anySequence(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = Int(generator.next() % 5) + 1
        var talk = LaneTalk {
            $0.concurrency = limit
            $0.inFlightPerMailbox = 2
        }
        var model = SchedulerModel(limit: limit, perMailbox: 2)
        for job in 0..<200 {
            switch generator.next() % 10 {
            case 0..<5:
                let lane = generator.pick(["m/a", "m/b", "m/c", "n/a", "n/b", "o/a"])
                let owner = generator.pick(["p", "q", "r"])
                talk.come(job, lane, owner: owner)
                model.enqueued(job, lane: lane, owner: owner)
            case 5, 6, 7: model.started(talk.next())
            case 8:
                guard let lane = model.running.keys.sorted().first else { continue }
                talk.finish(lane)
                model.running[lane] = nil
            default:
                let owner = generator.pick(["p", "q", "r"])
                talk.scheduler.drop(owner)
                model.dropped(owner)
            }
        }
        while !model.isEmpty, model.breach == nil {
            for job in talk.all() { model.started(job) }
            for lane in model.running.keys {
                talk.finish(lane)
                model.running[lane] = nil
            }
        }
        #expect(talk.next() == nil)
        #expect(model.breach == nil, "seed \(seed)")
    }
}
