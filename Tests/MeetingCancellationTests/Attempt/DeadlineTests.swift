import CommandContract
import MeetingCancellation
import Testing

@Suite("Cancellation process: the deadline")
struct DeadlineTests {
    static let deadline = Sample.now + .seconds(10)

    @Test("a command that comes at its deadline is expired, one a millisecond earlier begins")
    func atBegin() throws {
        let authorized = try Sample.authorized()
        #expect(Conversation(authorized, deadline: Sample.now).settlement?.reason == .expired)
        #expect(Conversation(authorized, deadline: Sample.now + .milliseconds(1)).settlement == nil)
    }

    @Test("no read starts at the deadline when the token took long")
    func afterPermission() throws {
        var talk = Conversation(try Sample.authorized(), deadline: Self.deadline)
        talk.pass(.seconds(10))
        talk.hear(.granted)
        #expect(talk.settlement?.reason == .expired)
    }

    @Test("no cancel starts at the deadline, after the read or after the token")
    func beforeCancel() throws {
        var talk = Conversation(try Sample.authorized(), deadline: Self.deadline)
        talk.hear([.granted, .meeting(.sample())])
        talk.pass(.seconds(10))
        talk.hear(.granted)
        #expect(talk.settlement?.reason == .expired)
        #expect(talk.sent.isEmpty)
    }

    @Test("a 401's repeat is a request as well")
    func beforeRepeat() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized(), deadline: Self.deadline)
        talk.pass(.seconds(10))
        talk.hear([.cancelFailed(.unauthorized), .granted])
        #expect(talk.settlement?.reason == .expired)
        #expect(talk.settlement?.attempts == 1)
    }

    @Test("a wait that would end at the deadline is not begun, and one that takes longer ends the command")
    func afterWait() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized(), deadline: Self.deadline)
        talk.hear(.cancelFailed(.throttled(.seconds(10))))
        #expect(talk.settlement?.reason == .throttledOut)
        talk = Conversation.atFirstCancel(try Sample.authorized(), deadline: Self.deadline)
        talk.hear(.cancelFailed(.throttled(.seconds(9))))
        talk.pass(.seconds(1))
        talk.hear(.waited)
        #expect(talk.settlement?.reason == .throttledOut)
    }

    @Test("the look-up after an ambiguous answer goes on beyond the deadline, a new request does not")
    func inDoubt() throws {
        var talk = Conversation.atLookUp(try Sample.authorized(), deadline: Self.deadline)
        #expect(talk.action == .readMeeting)
        talk.hear([.meeting(.sample()), .calendar([.sample()]), .waited, .meeting(.sample()), .calendar([.sample()])])
        #expect(talk.action == .obtainPermission)
        talk.hear(.granted)
        #expect(talk.settlement?.reason == .expired, "disproved twice, so untouched is true")
        #expect(talk.sent == [1])
    }

    @Test("a meeting that starts while the command waits is not cancelled, unless allowed")
    func startsMeanwhile() throws {
        for (fields, reason) in [([], OutcomeReason.meetingStarted), ([#""allowStarted":true"#], nil)] {
            let soon = MeetingSnapshot.sample(start: Sample.now + .seconds(5))
            var talk = Conversation.atFirstCancel(try Sample.authorized(fields: fields), meeting: soon)
            talk.hear([.cancelFailed(.throttled(.seconds(5))), .waited, .granted])
            #expect(talk.settlement?.reason == reason)
            #expect(talk.sent == (reason == nil ? [1, 2] : [1]))
        }
    }
}
