import MeetingCancellation
import Testing

@Suite("A glance at the lanes")
struct LaneStatusTests {
    private static func status(_ talk: LaneTalk, most: Int = 20) -> LaneStatus {
        talk.scheduler.status(at: talk.now, most: most)
    }

    @Test("who runs, who is ready and why it does not begin, the busiest first")
    func counts() {
        var talk = LaneTalk()
        for job in 0..<5 { talk.come(job, "m/\(job)") }
        talk.come(7, "n/a")
        talk.come(8, "n/a")
        _ = talk.all()
        let status = Self.status(talk)
        #expect(status.running == 2 && status.ready == 1 && status.asleep == 0 && status.parked == 0)
        #expect(status.waiting.mapValues(\.commands) == [.turn: 2])
        #expect(status.busiest.elements.map(\.mailbox.mailbox) == ["m", "n"])
        #expect(status.busiest.elements.map(\.running) == [3, 1] && status.busiest.elements.map(\.ready) == [2, 0])
        #expect(talk.scheduler.followers(in: LaneTalk.lane("n/a")) == 1)
        #expect(talk.scheduler.first(in: LaneTalk.lane("n/a")) == 7)
    }

    @Test("a mailbox that was turned away is asleep until then, and is the one cool-down")
    func mailbox() {
        var talk = LaneTalk()
        talk.turnAway("t:m", for: 20)
        talk.come(1, "t:m/a")
        talk.come(2, "t:n/a")
        #expect(talk.all() == [2])
        let status = Self.status(talk)
        #expect(status.asleep == 1)
        #expect(status.waiting[.mailboxCoolDown]?.commands == 1)
        #expect(status.waiting[.mailboxCoolDown]?.until == .seconds(20))
        #expect(status.coolDownCount == 1)
        #expect(status.coolDowns.elements.first?.level == .mailbox)
        #expect(status.coolDowns.elements.first?.until == .seconds(20))
        talk.now = .seconds(20)
        #expect(Self.status(talk).coolDownCount == 0)
    }

    @Test("of several reasons the one that lasts longest is told")
    func longest() {
        var talk = LaneTalk()
        for name in ["t:a", "t:b", "t:c"] { talk.turnAway(name, for: 30) }
        talk.turnAway("t:a", for: 50)
        for (job, name) in ["t:a", "t:d"].enumerated() { talk.come(job, "\(name)/x") }
        #expect(talk.all() == [])
        let status = Self.status(talk)
        #expect(status.waiting[.mailboxCoolDown]?.until == .seconds(50))
        #expect(status.waiting[.tenantCoolDown]?.commands == 1)
        #expect(status.coolDowns.elements.map(\.level).filter { $0 == .tenant }.count == 1)
        #expect(status.coolDownCount == 4)
    }

    @Test("a budget that is used up is told with its end")
    func budget() {
        var talk = LaneTalk { $0.cancelsPerMinute = 1 }
        talk.send("m")
        talk.come(1, "m/a")
        #expect(talk.all() == [])
        let status = Self.status(talk)
        #expect(status.waiting[.budget]?.commands == 1 && status.waiting[.budget]?.until == .seconds(61))
        #expect(status.coolDownCount == 0)
    }

    @Test("whoever waits for its tenant's share is parked")
    func share() {
        var talk = LaneTalk { $0.concurrency = 6 }
        for job in 0..<4 { talk.come(job, "t:m\(job)/a") }
        _ = talk.all()
        let status = Self.status(talk)
        #expect(status.parked == 1 && status.waiting[.share]?.commands == 1)
    }

    @Test("lists end at their bound, and the counts go on")
    func bound() {
        var talk = LaneTalk()
        for number in 0..<30 { talk.turnAway("t\(number):m\(number)", for: 10 + number) }
        for number in 0..<30 { talk.come(number, "t\(number):m\(number)/a") }
        _ = talk.all()
        let status = Self.status(talk, most: 4)
        #expect(status.coolDownCount >= 30)
        #expect(status.coolDowns.elements.count == 4)
        #expect(status.coolDowns.elements.first?.until == .seconds(39))
        #expect(status.busiest.elements.count == 4)
    }
}
