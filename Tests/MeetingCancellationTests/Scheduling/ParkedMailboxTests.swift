import Testing

@testable import MeetingCancellation

@Suite("Lanes: mailboxes that wait for a place of their tenant or cloud")
struct ParkedMailboxTests {
    private typealias Scheduler = LaneScheduler<Int, String>

    private func mailboxes(_ place: MailboxTurns<Scheduler.Entry>.Place, of scheduler: Scheduler) -> Set<String> {
        Set(scheduler.mailboxes.filter { $0.value.place == place }.keys.map(\.mailbox))
    }

    /// Four of twenty mailboxes of one tenant run, which is its share.
    private func full() -> LaneTalk {
        var talk = LaneTalk { $0.concurrency = 8 }
        for job in 0..<20 { talk.come(job, "c:t:m\(job)/x") }
        #expect(talk.all() == [0, 1, 2, 3])
        #expect(mailboxes(.parked, of: talk.scheduler).count == 16)
        return talk
    }

    @Test("an end lets the one try that has waited longest, and leaves all others where they are")
    func one() {
        var talk = full()
        for job in 0..<16 {
            talk.finish("c:t:m\(job)/x")
            #expect(mailboxes(.queued, of: talk.scheduler) == ["m\(job + 4)"])
            #expect(mailboxes(.parked, of: talk.scheduler).count == 15 - job)
            #expect(talk.all() == [job + 4])
        }
    }

    @Test("when that one must wait for Graph, the next has the place, and it comes when its time is over")
    func cooling() {
        var talk = full()
        talk.turnAway("c:t:m4", for: 20)
        talk.finish("c:t:m0/x")
        #expect(talk.all() == [5])
        for job in [1, 2] { talk.finish("c:t:m\(job)/x") }
        #expect(talk.all() == [6, 7])
        talk.finish("c:t:m3/x")
        talk.now = .seconds(20)
        #expect(talk.all().count == 1)
        var left = Set(4..<20)
        for _ in 0..<16 {
            for job in left.sorted() where talk.scheduler.meetings[LaneTalk.lane("c:t:m\(job)/x")] != nil {
                let isRunning = (talk.scheduler.mailboxes[LaneTalk.mailbox("c:t:m\(job)")]?.running ?? 0) > 0
                if isRunning { talk.finish("c:t:m\(job)/x") }
            }
            left = left.filter { talk.scheduler.meetings[LaneTalk.lane("c:t:m\($0)/x")] != nil }
            _ = talk.all()
        }
        #expect(left.isEmpty)
    }

    @Test("when its cloud has no place for that one, the next has it; it comes when both have")
    func fullCloud() {
        var talk = LaneTalk { $0.concurrency = 8 }
        for (job, lane) in ["c:t:a", "c:t:b", "d:t:c", "d:t:d", "c:t:e", "d:t:f"].enumerated() {
            talk.come(job, lane + "/x")
        }
        #expect(talk.all() == [0, 1, 2, 3])
        for job in 10..<14 { talk.come(job, "c:u:u\(job)/x") }
        #expect(talk.all() == [10, 11, 12, 13], "the cloud is full")
        talk.finish("d:t:d/x")
        #expect(talk.all() == [5])
        talk.finish("c:u:u10/x")
        #expect(talk.all() == [], "the tenant is full")
        talk.finish("c:t:a/x")
        #expect(talk.all() == [4])
    }

    @Test(
        "whatever comes, ends, cools down or is taken back, nobody is left behind", arguments: 0..<400 as Range<UInt64>)
    func anyRun(seed: UInt64) {
        var run = ParkedMailboxRun(seed: seed)
        run.play(steps: 300)
        #expect(run.breach == nil, "seed \(seed)")
        run.drain()
        #expect(run.breach == nil, "seed \(seed)")
        #expect(run.talk.scheduler.meetings.isEmpty, "seed \(seed)")
    }
}
