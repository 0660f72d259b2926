import CommandContract
import MeetingCancellation
import Testing

/// A replay says of the commands before it that a request may have left. Anybody may say so: it must make the worker more
/// careful and must not get a meeting called cancelled, or a guard left out.
@Suite("Cancellation process: a replay of a command that was attempted")
struct ReplayTests {
    private static let shown = Conversation.Answer.calendar([.sample()])
    private static let disproved: [Conversation.Answer] = [
        .waited, .meeting(.sample()), shown, .waited, .meeting(.sample()), shown,
    ]

    private func replay(fields: [String] = [], attempts: Int = 1) throws -> AuthorizedCommand {
        try Sample.policy().authorize(
            Sample.command(fields: fields, attributes: [#""replayof":"cmd-0""#, "\"replayattempts\":\(attempts)"])
        )
    }

    @Test("it looks before anything else; without attempts it is a command like any other")
    func looksFirst() throws {
        var talk = Conversation(try replay())
        #expect(talk.mayHaveActed)
        talk.hear(.waited)
        #expect(talk.action == .readMeeting)
        #expect(Conversation(try replay(attempts: 0)).action == .obtainPermission)
    }

    @Test("a meeting that shows as cancelled is told as observed, without a request")
    func cancelled() throws {
        var talk = Conversation(try replay())
        talk.hear([.waited, .meeting(.sample(cancelled: true))])
        #expect(talk.settlement?.reason == .cancelled)
        #expect(talk.settlement?.evidence == .observed)
        #expect(talk.settlement?.attempts == 0)
        #expect(talk.sent.isEmpty)
    }

    @Test("a meeting that is not there is left to a person: nobody has proven that there was one")
    func gone() throws {
        var talk = Conversation(try replay())
        talk.hear([.waited, .meetingFailed(.notFound)])
        #expect(talk.settlement?.reason == .answerLost)
    }

    @Test("seen once and then gone, it is left to a person too")
    func goneMeanwhile() throws {
        var talk = Conversation(try replay())
        talk.hear([.waited, .meeting(.sample()), Self.shown, .waited, .meetingFailed(.notFound), .calendar([])])
        #expect(talk.settlement?.reason == .answerLost)
    }

    @Test("seen twice it is cancelled, after it was read and judged like any other")
    func present() throws {
        var talk = Conversation(try replay())
        talk.hear(Self.disproved)
        #expect(talk.action == .obtainPermission)
        talk.hear(.granted)
        #expect(talk.action == .readMeeting)
        talk.hear([.meeting(.sample()), .granted, .accepted])
        #expect(talk.settlement?.reason == .cancelled)
        #expect(talk.settlement?.evidence == .acknowledged)
        #expect(talk.settlement?.attempts == 1)
        #expect(talk.sent == [1])
    }

    @Test("no guard is left out for it")
    func guards() throws {
        let cases: [([String], MeetingSnapshot, OutcomeReason)] = [
            ([], .sample(organizer: false), .notOrganizer), ([], .sample(kind: .seriesMaster), .seriesNotConfirmed),
            ([#""dryRun":true"#], .sample(), .wouldCancel),
            ([#""expectedStart":"2026-01-01T00:00:00Z""#], .sample(), .startChanged),
        ]
        for (fields, meeting, reason) in cases {
            var talk = Conversation(try replay(fields: fields))
            talk.hear(Self.disproved + [.granted, .meeting(meeting)])
            #expect(talk.settlement?.reason == reason)
            #expect(talk.sent.isEmpty)
        }
    }

    @Test("Graph's not found for its own request, and then nothing there, stays unresolved")
    func refusedAfterwards() throws {
        var talk = Conversation(try replay())
        talk.hear(Self.disproved + [.granted, .meeting(.sample()), .granted, .cancelFailed(.notFound)])
        talk.hear([.waited, .meetingFailed(.notFound), .calendar([])])
        #expect(talk.settlement?.reason == .answerLost)
    }

    @Test("its own request without an answer may be inferred from an absence again")
    func ownAttempt() throws {
        for restarts in [false, true] {
            var talk = Conversation(try replay())
            talk.hear(Self.disproved + [.granted, .meeting(.sample()), .granted])
            if restarts { talk.restart() } else { talk.hear(.cancelFailed(.lost)) }
            talk.hear([.waited, .meetingFailed(.notFound), .calendar([])])
            #expect(talk.settlement?.reason == .cancelled)
            #expect(talk.settlement?.evidence == .inferred)
        }
    }

    @Test("restored while it waits, it looks once more")
    func restored() throws {
        var talk = Conversation(try replay())
        talk.hear(Self.disproved + [.granted, .meeting(.sample()), .granted, .cancelFailed(.throttled(.seconds(5)))])
        talk.restart()
        #expect(talk.mayHaveActed)
        talk.hear([.waited, .meetingFailed(.notFound)])
        #expect(talk.settlement?.reason == .answerLost)
    }

    @Test("past its deadline it still looks, and never says untouched of what it does not know")
    func late() throws {
        var talk = Conversation(try replay(), deadline: Sample.now)
        talk.hear([.waited, .meetingFailed(.unavailable())])
        talk.hear([.waited, .meetingFailed(.unavailable()), .waited, .meetingFailed(.unavailable())])
        #expect(talk.settlement?.reason == .answerLost)
    }
}
