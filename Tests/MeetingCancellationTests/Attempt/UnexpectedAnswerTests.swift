import CommandContract
import MeetingCancellation
import Testing

@Suite("Cancellation process: answers to questions not asked")
struct UnexpectedAnswerTests {
    static let answers: [Conversation.Answer] = [
        .granted, .noToken(.unavailable(retryAfter: nil)), .meeting(.sample()), .meetingFailed(.notFound),
        .calendar([]), .calendarFailed(.lost), .accepted, .cancelFailed(.notFound), .waited, .committed,
    ]
    static let histories: [[Conversation.Answer]] = [
        [], [.granted], [.granted, .meetingFailed(.throttled())], [.granted, .meeting(.sample())],
        [.granted, .meeting(.sample()), .granted], [.granted, .meeting(.sample()), .granted, .cancelFailed(.lost)],
        [.granted, .meeting(.sample()), .granted, .cancelFailed(.lost), .waited, .meeting(.sample())],
        [.granted, .meeting(.sample()), .granted, .cancelFailed(.lost), .waited, .meetingFailed(.notFound)],
        [.granted, .meeting(.sample(cancelled: true))],
    ]

    @Test("never trap, and never pass for knowledge about the meeting", arguments: 0..<histories.count)
    func neverTraps(index: Int) throws {
        let authorized = try Sample.authorized()
        for answer in Self.answers {
            var talk = Conversation(authorized)
            talk.hear(Self.histories[index])
            guard !Self.isExpected(answer, for: talk.action) else { continue }
            talk.hear(answer)
            #expect(talk.settlement?.reason == .answerLost)
            #expect(talk.settlement?.attempts == Set(talk.sent).count)
        }
    }

    static func isExpected(_ answer: Conversation.Answer, for action: CancellationProcess.Action) -> Bool {
        switch (action, answer) {
        case (.obtainPermission, .grant), (.obtainPermission, .noToken), (.readMeeting, .meeting),
            (.readMeeting, .meetingFailed), (.readCalendar, .calendar), (.readCalendar, .calendarFailed),
            (.sendCancel, .accepted), (.sendCancel, .cancelFailed), (.commitIntent, .committed),
            (.wait, .waited):
            true
        default: false
        }
    }
}
