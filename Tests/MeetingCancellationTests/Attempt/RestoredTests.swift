import CommandContract
import MeetingCancellation
import Testing

@Suite("Cancellation process: restored from the ledger")
struct RestoredTests {
    private static let shown = Conversation.Answer.calendar([.sample()])

    @Test("in doubt, it waits for L + R + V before its first look, and V before the second")
    func waitsForItsFormerOwner() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        talk.restart()
        #expect(talk.action == .wait(.seconds(10 + 30 + 60)))
        talk.hear(.waited)
        #expect(talk.action == .readMeeting)
        talk.hear([.meeting(.sample()), Self.shown])
        #expect(talk.action == .wait(.seconds(60)))
        talk.hear([.waited, .meeting(.sample()), Self.shown, .granted, .accepted])
        #expect(talk.sent == [1, 2])
        #expect(talk.settlement?.attempts == 2)
    }

    @Test("in doubt, the request that its former owner had sent is told as inferred when the meeting is gone")
    func actedBefore() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        talk.restart()
        talk.hear([.waited, .meetingFailed(.notFound), .calendar([])])
        #expect(talk.settlement?.reason == .cancelled)
        #expect(talk.settlement?.evidence == .inferred)
        #expect(talk.settlement?.attempts == 1)
        #expect(talk.settlement?.meeting?.iCalUId == "uid-1")
    }

    @Test("in doubt without a witness nobody looks: a person must")
    func withoutWitness() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        talk.restart { $0.witness = nil }
        #expect(talk.settlement?.reason == .answerLost)
        #expect(talk.settlement?.attempts == 1)
    }

    @Test("waiting, it goes on when its time has come, from the start and with its attempts")
    func waiting() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        talk.hear(.cancelFailed(.throttled(.seconds(100))))
        talk.pass(.seconds(40))
        talk.restart()
        #expect(talk.action == .wait(.seconds(60)))
        talk.hear([.waited, .granted, .meeting(.sample()), .granted])
        #expect(talk.action == .sendCancel(attempt: 2))
    }

    @Test("waiting, its time over, it goes on at once; its deadline over, it is expired")
    func waitingLong() throws {
        for (deadline, action) in [
            (Sample.start, CancellationProcess.Action.obtainPermission), (Sample.now + .seconds(9), nil),
        ] {
            var talk = Conversation.atFirstCancel(try Sample.authorized(), deadline: deadline)
            talk.hear(.cancelFailed(.throttled(.seconds(5))))
            talk.pass(.seconds(10))
            talk.restart()
            if let action { #expect(talk.action == action) } else { #expect(talk.settlement?.reason == .expired) }
        }
    }

    /// An attempt that two looks disproved may take effect all the same, and this one did while nobody held its witness.
    @Test("waiting after a disproved attempt, it never says untouched of a meeting that is gone or cancelled")
    func lateEffect() throws {
        let ends: [(Conversation.Answer, OutcomeReason)] = [
            (.meetingFailed(.notFound), .answerLost), (.meeting(.sample(cancelled: true)), .cancelled),
        ]
        for (answer, reason) in ends {
            var talk = Conversation.atLookUp(try Sample.authorized())
            talk.hear([.meeting(.sample()), Self.shown, .waited, .meeting(.sample()), Self.shown, .granted])
            talk.hear(.cancelFailed(.throttled(.seconds(5))))
            talk.restart()
            talk.hear([.waited, .granted, answer])
            #expect(talk.settlement?.reason == reason)
            #expect(talk.settlement?.attempts == 2)
        }
    }

    @Test("a lease that ends before a byte is sent costs no attempt; the intent is written again under the same number")
    func leaseEnded() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        talk.hear(.cancelFailed(ExchangeFailure(kind: .leaseEnded, verdict: .surelyNotProcessed)))
        #expect(talk.action == .obtainPermission)
        talk.commitsAtOnce = false
        talk.hear(.granted)
        #expect(talk.action == .commitIntent(attempt: 1))
        talk.hear([.committed, .accepted])
        #expect(talk.settlement?.attempts == 1)
    }

    @Test("an attempt that was written too late is not sent and not counted")
    func tooLate() throws {
        var talk = Conversation(try Sample.authorized(), deadline: Sample.now + .seconds(10))
        talk.commitsAtOnce = false
        talk.hear([.granted, .meeting(.sample()), .granted])
        talk.pass(.seconds(10))
        talk.hear(.committed)
        #expect(talk.settlement?.reason == .expired)
        #expect(talk.settlement?.attempts == 0)
        #expect(talk.sent.isEmpty)
    }
}
