import MeetingCancellation
import Testing

@Suite("Lanes: budgets and cool-downs")
struct CoolDownTests {
    @Test("a mailbox cancels so often a minute and not once more, and says when it goes on")
    func cancels() {
        var talk = LaneTalk { $0.cancelsPerMinute = 5 }
        for job in 0..<10 { talk.come(job, "m/\(job)") }
        var sent = 0
        var started = talk.all()
        #expect(started.count == 3)
        while let job = started.popLast() {
            talk.send("m")
            sent += 1
            talk.finish("m/\(job)")
            started += talk.all()
        }
        #expect(sent == 5)
        talk.come(99, "n/a")
        #expect(talk.all() == [99], "another mailbox has its own")
        #expect(talk.wait() == .seconds(61), "a slot late, as every window here")
        #expect(talk.all().count == 3)
    }

    @Test("reads count as requests and not as cancels")
    func requests() {
        var talk = LaneTalk {
            $0.requestsPerTenMinutes = 10
            $0.cancelsPerMinute = 1
        }
        for _ in 0..<7 { talk.send("m", cancels: false) }
        talk.come(1, "m/a")
        #expect(talk.all() == [], "a command needs room for four")
        #expect(talk.wait() == .seconds(605))
        #expect(talk.all() == [1])
    }

    @Test("what all send together is bounded")
    func total() {
        var talk = LaneTalk { $0.requestsPerSecond = 1 }
        for number in 0..<10 { talk.send("m\(number)", cancels: false) }
        talk.come(1, "n/a")
        #expect(talk.all() == [])
        #expect(talk.wait() == .seconds(11))
        #expect(talk.all() == [1])
    }

    @Test("Graph's wait holds the mailbox, its running commands too, and nobody else")
    func retryAfter() {
        var talk = LaneTalk()
        for job in 0..<3 { talk.come(job, "t:m/\(job)") }
        talk.come(7, "t:n/a")
        #expect(talk.next() == 0)
        talk.turnAway("t:m", for: 20)
        #expect(talk.scheduler.wait(before: LaneTalk.mailbox("t:m"), at: talk.now) == .seconds(20))
        #expect(talk.scheduler.wait(before: LaneTalk.mailbox("t:n"), at: talk.now) == nil)
        #expect(talk.all() == [7])
        talk.now = .seconds(19)
        #expect(talk.all() == [])
        #expect(talk.wait() == .seconds(20))
        #expect(talk.all() == [1, 2])
    }

    @Test("a shorter wait does not take back a longer one; without a word it doubles until an answer comes")
    func backoff() {
        var talk = LaneTalk()
        talk.turnAway("m", for: 20)
        talk.turnAway("m", for: 1)
        #expect(talk.scheduler.wait(before: LaneTalk.mailbox("m"), at: .zero) == .seconds(20))
        var waits: [Duration] = []
        for _ in 0..<8 {
            talk.now += talk.scheduler.wait(before: LaneTalk.mailbox("m"), at: talk.now) ?? .zero
            talk.turnAway("m")
            waits.append(talk.scheduler.wait(before: LaneTalk.mailbox("m"), at: talk.now) ?? .zero)
        }
        #expect(waits == [2, 4, 8, 16, 32, 60, 60, 60].map { .seconds($0) })
        talk.now += .seconds(60)
        talk.scheduler.answered(LaneTalk.mailbox("m"))
        talk.turnAway("m")
        #expect(talk.scheduler.wait(before: LaneTalk.mailbox("m"), at: talk.now) == .seconds(1))
    }

    @Test(
        "three mailboxes of one tenant turned away hold the tenant; one of it goes first, and its answer frees the others"
    )
    func tenant() {
        var talk = LaneTalk()
        for (job, mailbox) in ["a", "b", "c", "d", "e"].enumerated() { talk.come(job, "t:\(mailbox)/x") }
        talk.come(9, "u:z/x")
        for mailbox in ["a", "b"] { talk.turnAway("t:\(mailbox)", for: 10) }
        #expect(talk.scheduler.wait(before: LaneTalk.mailbox("t:d"), at: .zero) == nil)
        talk.turnAway("t:c", for: 30)
        #expect(talk.scheduler.wait(before: LaneTalk.mailbox("t:d"), at: .zero) == .seconds(30))
        #expect(talk.all() == [9], "another tenant goes on")
        while let now = talk.wait(), now < .seconds(30) { #expect(talk.all() == []) }
        #expect(talk.all().count == 1, "a probe")
        #expect(talk.scheduler.wait(before: LaneTalk.mailbox("t:d"), at: talk.now) == nil, "which may go on")
        talk.scheduler.answered(LaneTalk.mailbox("t:a"))
        #expect(talk.all().count == 4)
    }

    @Test(
        "a probe that is turned away holds the tenant again and longer; one that tells nothing makes room for another")
    func probe() {
        var talk = LaneTalk()
        for (job, mailbox) in ["a", "b", "c", "d"].enumerated() { talk.come(job, "t:\(mailbox)/x") }
        for mailbox in ["a", "b", "c"] { talk.turnAway("t:\(mailbox)") }
        #expect(talk.all() == [])
        _ = talk.wait()
        let first = talk.all()
        #expect(first.count == 1)
        let mailbox = ["a", "b", "c", "d"][first.first ?? 0]
        talk.turnAway("t:\(mailbox)")
        let before = talk.now
        #expect(talk.all() == [])
        talk.finish("t:\(mailbox)/x")
        while talk.all().isEmpty, talk.wait() != nil {}
        #expect(talk.now - before == .seconds(2))
        talk.now += .seconds(29)
        #expect(talk.all() == [])
        talk.now += .seconds(1)
        #expect(talk.all().count == 1)
    }

    @Test("a probe that ends without having asked lets the next one go at once")
    func silentProbe() {
        var talk = LaneTalk()
        for (job, mailbox) in ["a", "b", "c", "d"].enumerated() { talk.come(job, "t:\(mailbox)/x") }
        for mailbox in ["a", "b", "c"] { talk.turnAway("t:\(mailbox)", for: 5) }
        talk.now = .seconds(5)
        let first = talk.all()
        #expect(first.count == 1)
        talk.finish("t:\(["a", "b", "c", "d"][first.first ?? 0])/x")
        #expect(talk.all().count == 1)
    }

    @Test("mailboxes that have nothing left in any window are forgotten when there are very many")
    func forgotten() {
        var talk = LaneTalk { $0.mailboxes = 100 }
        for job in 0..<1000 {
            talk.come(job, "m\(job)/x")
            #expect(talk.all() == [job])
            talk.send("m\(job)")
            talk.finish("m\(job)/x")
            talk.now += .seconds(60)
        }
        #expect(talk.scheduler.mailboxCount <= 200)
        talk.come(2000, "m999/x")
        #expect(talk.all() == [2000])
    }

    @Test("three tenants of a cloud turned away hold the cloud, and no other cloud")
    func cloud() {
        var talk = LaneTalk()
        for tenant in ["t", "u", "v"] {
            for mailbox in ["a", "b", "c"] { talk.turnAway("l4:\(tenant):\(tenant)\(mailbox)", for: 10) }
        }
        talk.come(1, "l4:w:q/x")
        talk.come(2, "l5:w5:q/x")
        #expect(talk.all() == [2])
        _ = talk.wait()
        #expect(talk.now == .seconds(10) && talk.all() == [1])
    }

    @Test("a tenant takes no more than half of the places, a cloud three quarters: who does not answer leaves room")
    func shares() {
        var talk = LaneTalk { $0.concurrency = 8 }
        for job in 0..<10 { talk.come(job, "c:t:m\(job)/x") }
        #expect(talk.all().count == 4)
        for job in 10..<20 { talk.come(job, "c:u:n\(job)/x") }
        #expect(talk.all().count == 2)
        talk.come(30, "d:v:z/x")
        #expect(talk.all() == [30])
        talk.finish("c:t:m0/x")
        #expect(talk.all().count == 1)
    }
}
