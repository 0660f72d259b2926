import CommandContract
import MeetingCancellation
import Testing

@Suite("Cancellation process: Graph's clear answers to a cancel")
struct CancelAnswerTests {
    @Test(
        "a clear refusal ends the command",
        arguments: [
            (.notFound, .eventNotFound),
            (ExchangeFailure(kind: .notOrganizer, verdict: .permanent), .notOrganizer),
            (ExchangeFailure(kind: .forbidden, verdict: .permanent), .accessDenied),
            (ExchangeFailure(kind: .invalidRequest, verdict: .permanent), .fieldInvalid),
            (ExchangeFailure(kind: .mailboxUnavailable, verdict: .permanent), .mailboxUnavailable),
        ] as [(ExchangeFailure, OutcomeReason)]
    )
    func refusals(failure: ExchangeFailure, reason: OutcomeReason) throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        talk.hear(.cancelFailed(failure))
        #expect(talk.settlement?.reason == reason)
        #expect(talk.settlement?.attempts == 1)
    }

    @Test("a 401 is repeated once with a new token and the same attempt number")
    func unauthorized() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        talk.hear(.cancelFailed(.unauthorized))
        #expect(talk.action == .obtainPermission)
        talk.hear(.granted)
        #expect(talk.action == .sendCancel(attempt: 1))
        talk.hear(.cancelFailed(.unauthorized))
        #expect(talk.settlement?.reason == .credentialInvalid)
        #expect(talk.settlement?.attempts == 1)
    }

    @Test("a 401's repeat keeps its number when Entra cannot be reached at first")
    func unauthorizedWhileEntraIsDown() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        talk.hear([.cancelFailed(.unauthorized), .noToken(.unavailable(retryAfter: nil)), .waited])
        #expect(talk.action == .obtainPermission)
        talk.hear([.granted, .accepted])
        #expect(talk.sent == [1, 1])
        #expect(talk.settlement?.attempts == 1)
    }

    @Test(
        "permission that went away before a repeat or another attempt stops it",
        arguments: [
            [.cancelFailed(.unauthorized)], [.cancelFailed(.throttled()), .waited],
            [.cancelFailed(.unauthorized), .granted, .cancelFailed(.throttled()), .waited],
        ] as [[Conversation.Answer]]
    )
    func permissionWithdrawn(answers: [Conversation.Answer]) throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        talk.hear(answers)
        #expect(talk.action == .obtainPermission)
        let sent = talk.sent
        talk.hear(.grant(TokenGrant(roles: ["Mail.Read"], scopes: [])))
        #expect(talk.settlement?.reason == .permissionMissing)
        #expect(talk.sent == sent)
    }

    @Test("a tenant that is paused after a 401's repeat is waited for, each time with permission before")
    func paused() throws {
        let paused = ExchangeFailure(
            kind: .unavailable, verdict: .surelyNotProcessed, retryAfter: .seconds(45),
            trace: GraphTrace(status: 401, code: "claimsNotSatisfied")
        )
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        talk.hear([.cancelFailed(.unauthorized), .granted, .cancelFailed(paused)])
        #expect(talk.action == .wait(.seconds(45)))
        talk.hear(.waited)
        #expect(talk.action == .obtainPermission)
        talk.hear(.noToken(.unavailable(retryAfter: .seconds(90))))
        #expect(talk.action == .wait(.seconds(90)))
        talk.hear([.waited, .granted])
        #expect(talk.action == .readMeeting, "it was read 135 s before")
        talk.hear([.meeting(.sample()), .granted, .accepted])
        #expect(talk.sent == [1, 1, 2])
        #expect(talk.settlement?.evidence == .acknowledged)
        talk = Conversation.atFirstCancel(try Sample.authorized(), deadline: DeadlineTests.deadline)
        talk.hear(.cancelFailed(paused))
        #expect(talk.settlement?.reason == .graphUnavailable)
        #expect(talk.settlement?.detail == "claimsNotSatisfied")
    }

    @Test("a 401 that Graph may have acted on is looked up, not repeated")
    func ambiguousUnauthorized() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        talk.hear(.cancelFailed(ExchangeFailure(kind: .unauthorized, verdict: .ambiguous)))
        #expect(talk.action == .wait(.seconds(60)))
    }

    @Test("a 429 waits for its Retry-After and counts as a new attempt")
    func throttled() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        talk.hear(.cancelFailed(.throttled(.seconds(17))))
        #expect(talk.action == .wait(.seconds(17)))
        talk.hear(.waited)
        #expect(talk.action == .obtainPermission)
        talk.hear([.granted, .cancelFailed(.throttled())])
        #expect(talk.action == .wait(.seconds(1)))
        for _ in 0..<10 {
            talk.hear([.waited, .granted])
            if talk.action == .readMeeting { talk.hear([.meeting(.sample()), .granted]) }
            talk.hear(.cancelFailed(.throttled()))
        }
        #expect(talk.sent == Array(1...12), "as long as there is time")
        #expect(talk.settlement == nil)
    }

    @Test("a 429 after a 401's repeat is a new attempt with a new number")
    func throttledAfterRenewal() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        talk.hear([.cancelFailed(.unauthorized), .granted, .cancelFailed(.throttled()), .waited])
        #expect(talk.action == .obtainPermission)
        talk.hear(.granted)
        #expect(talk.sent == [1, 1, 2])
    }

    @Test("a Retry-After longer than anything Graph means is cut")
    func absurd() throws {
        for (asked, obeyed) in [(3600, 3600), (3601, 3600), (86_400, 3600)] as [(Int64, Int64)] {
            var talk = Conversation.atFirstCancel(try Sample.authorized())
            talk.hear(.cancelFailed(.throttled(.seconds(asked))))
            #expect(talk.action == .wait(.seconds(obeyed)))
        }
    }

    @Test("a request that never left may go again")
    func notSent() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        talk.hear(.cancelFailed(ExchangeFailure(kind: .unavailable, verdict: .surelyNotProcessed)))
        #expect(talk.action == .wait(.milliseconds(500)))
        talk.hear([.waited, .granted, .accepted])
        #expect(talk.settlement?.evidence == .acknowledged)
        #expect(talk.settlement?.attempts == 2)
    }
}
