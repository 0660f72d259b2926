import CommandContract
import MeetingCancellation

/// Draws an answer of the kind that was asked for, from everything Graph, Entra and the clock may say.
struct RandomAnswers {
    var generator: SeededGenerator

    mutating func answer(to action: CancellationProcess.Action) -> Conversation.Answer {
        switch action {
        case .obtainPermission: permission()
        case .readMeeting: read()
        case .readCalendar:
            generator.chance(70)
                ? .calendar((0..<generator.next() % 3).map { _ in meeting() }) : .calendarFailed(failure())
        case .sendCancel: generator.chance(15) ? .accepted : .cancelFailed(failure())
        case .commitIntent: .committed
        case .wait, .settle: .waited
        }
    }

    /// An id that is gone is as frequent as a failure, since the look-up turns on it.
    private mutating func read() -> Conversation.Answer {
        switch generator.next() % 10 {
        case 0, 1: .meetingFailed(failure())
        case 2, 3: .meetingFailed(.notFound)
        default: .meeting(meeting())
        }
    }

    private mutating func permission() -> Conversation.Answer {
        switch generator.next() % 20 {
        case 0: .noToken(.credentialInvalid(code: "AADSTS7000215"))
        case 1: .noToken(.consentMissing(code: "AADSTS65001"))
        case 2, 3, 4: .noToken(.unavailable(retryAfter: retryAfter()))
        case 5: .grant(TokenGrant(roles: ["Calendars.Read"], scopes: []))
        case 6: .grant(TokenGrant(roles: [], scopes: []))
        default: .granted
        }
    }

    private mutating func meeting() -> MeetingSnapshot {
        .sample(
            id: generator.chance(85) ? "AAMk-1" : "other", iCalUId: generator.pick(["uid-1", nil, "uid-2"]),
            kind: generator.pick([.singleInstance, .occurrence, .singleInstance, .exception, .seriesMaster]),
            organizer: generator.chance(95), cancelled: generator.chance(10),
            start: Sample.now + .seconds(generator.pick([300, 900, 86_400]))
        )
    }

    /// Kind and verdict are drawn apart: the machine must not rely on the adapter to pair them sensibly.
    private mutating func failure() -> ExchangeFailure {
        let kinds: [ExchangeFailure.Kind] = [
            .throttled, .unauthorized, .forbidden, .notOrganizer, .notFound, .mailboxUnavailable, .invalidRequest,
            .unavailable, .unavailable, .unauthorized, .leaseEnded,
        ]
        return ExchangeFailure(
            kind: generator.pick(kinds),
            verdict: generator.pick([.ambiguous, .ambiguous, .surelyNotProcessed, .permanent]),
            retryAfter: retryAfter()
        )
    }

    private mutating func retryAfter() -> Duration? {
        generator.pick([nil, nil, .zero, .seconds(1), .seconds(119), .seconds(121), .seconds(86_400)])
    }
}
