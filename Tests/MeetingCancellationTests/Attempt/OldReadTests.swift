import CommandContract
import MeetingCancellation
import Testing

/// A pause, a breaker or Entra may hold a command for hours between its read and its request.
@Suite("A meeting that was read long ago is read again before a request")
struct OldReadTests {
    private static let age = AttemptLimits().readAge
    private static let expected = #""expectedStart":"2027-01-16T08:00:00Z""#

    /// The meeting was read, and passed the guards.
    private func read(_ authorized: AuthorizedCommand, deadline: Timestamp? = nil) -> Conversation {
        var talk = Conversation(authorized, deadline: deadline)
        talk.hear([.granted, .meeting(.sample())])
        #expect(talk.action == .obtainPermission)
        return talk
    }

    @Test("from the age on, and not a millisecond before", arguments: [true, false])
    func age(isOld: Bool) throws {
        var talk = read(try Sample.authorized())
        talk.pass(isOld ? Self.age : Self.age - .milliseconds(1))
        talk.hear(.granted)
        #expect(talk.action == (isOld ? .readMeeting : .sendCancel(attempt: 1)))
        guard isOld else { return }
        talk.hear([.meeting(.sample()), .granted, .accepted])
        #expect(talk.sent == [1])
        #expect(talk.settlement?.reason == .cancelled)
    }

    @Test(
        "the guards judge what it is now",
        arguments: [
            (MeetingSnapshot.sample(start: Sample.start + .seconds(3600)), OutcomeReason.startChanged),
            (.sample(cancelled: true), .alreadyCancelled), (.sample(organizer: false), .notOrganizer),
            (.sample(kind: .seriesMaster), .seriesNotConfirmed),
        ])
    func changed(meeting: MeetingSnapshot, reason: OutcomeReason) throws {
        var talk = read(try Sample.authorized(fields: [Self.expected]))
        talk.pass(Self.age)
        talk.hear([.granted, .meeting(meeting)])
        #expect(talk.settlement?.reason == reason)
        #expect(talk.sent == [])
    }

    @Test("the new read may be held as well, and is then as old as the first")
    func again() throws {
        var talk = read(try Sample.authorized())
        for _ in 0..<3 {
            talk.pass(Self.age)
            talk.hear(.granted)
            #expect(talk.action == .readMeeting)
            talk.hear(.meeting(.sample()))
            #expect(talk.action == .obtainPermission)
        }
        talk.hear([.granted, .accepted])
        #expect(talk.settlement?.reason == .cancelled)
    }

    @Test("not before the repeat of a 401, which is the same attempt")
    func repeated() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        talk.hear(.cancelFailed(.unauthorized))
        talk.pass(Self.age)
        talk.hear(.granted)
        #expect(talk.action == .sendCancel(attempt: 1))
        #expect(talk.sent == [1, 1])
    }

    @Test("not after an attempt without a clear answer, which was looked up, and may show as cancelled what we did")
    func ambiguous() throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear([.meeting(.sample()), .calendar([.sample()]), .waited, .meeting(.sample()), .calendar([.sample()])])
        #expect(talk.action == .obtainPermission)
        talk.pass(Self.age)
        talk.hear(.granted)
        #expect(talk.action == .sendCancel(attempt: 2))
    }

    @Test("not when the deadline has passed meanwhile: then it ends")
    func late() throws {
        var talk = read(try Sample.authorized(), deadline: Sample.now + Self.age)
        talk.pass(Self.age)
        talk.hear(.granted)
        #expect(talk.settlement?.reason == .expired)
        #expect(talk.sent == [])
    }
}
