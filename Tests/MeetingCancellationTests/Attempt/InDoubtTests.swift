import CommandContract
import MeetingCancellation
import Testing

@Suite("Cancellation process: after an ambiguous answer")
struct InDoubtTests {
    private static let shown = Conversation.Answer.calendar([.sample()])
    private static let moved = Conversation.Answer.calendar([.sample(id: "AAMk-2")])

    @Test("waits for V, or longer when Graph asks for it")
    func waitsForVisibility() throws {
        for (retryAfter, wait) in [(nil, 60), (3, 60), (90, 90), (86_400, 3600)] as [(Int64?, Int64)] {
            var talk = Conversation.atFirstCancel(try Sample.authorized())
            talk.hear(.cancelFailed(.unavailable(retryAfter.map { .seconds($0) })))
            #expect(talk.action == .wait(.seconds(wait)))
            talk.hear(.waited)
            #expect(talk.action == .readMeeting)
        }
    }

    @Test("another's sign-in put under an account meanwhile can prove nothing: unresolved")
    func signInReplaced() throws {
        let command = try Sample.authorized(fields: [#""as":"robot""#])
        func grant(_ owner: String) -> Conversation.Answer {
            .grant(TokenGrant(roles: [], scopes: ["Calendars.ReadWrite"], userPrincipalName: owner))
        }
        var talk = Conversation(command)
        let owner = grant("robot@contoso.example")
        talk.hear([owner, .meeting(.sample()), owner, .cancelFailed(.lost), .waited])
        #expect(talk.action == .obtainPermission)
        talk.hear(grant("somebody@contoso.example"))
        #expect(talk.settlement?.reason == .answerLost)
        #expect(talk.settlement?.attempts == 1)
    }

    @Test("gone by its id and from the calendar: cancelled, inferred")
    func gone() throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear(.meetingFailed(.notFound))
        #expect(talk.action == .readCalendar(around: Sample.start), "a gone id alone proves nothing")
        talk.hear(.calendar([.sample(id: "other", iCalUId: "another")]))
        #expect(talk.settlement?.reason == .cancelled)
        #expect(talk.settlement?.evidence == .inferred)
        #expect(talk.settlement?.attempts == 1)
    }

    @Test("seen cancelled by its id: cancelled, observed")
    func seenCancelled() throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear(.meeting(.sample(cancelled: true)))
        #expect(talk.settlement?.reason == .cancelled)
        #expect(talk.settlement?.evidence == .observed)
    }

    @Test("present by its id proves nothing: the calendar around its start is asked")
    func asksTheCalendar() throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear(.meeting(.sample(start: Sample.start + .seconds(3600))))
        #expect(talk.action == .readCalendar(around: Sample.start), "the start seen before the attempt")
    }

    @Test("shown cancelled in the calendar: cancelled, observed")
    func calendarShowsCancelled() throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear([.meeting(.sample()), .calendar([.sample(id: "other", iCalUId: "x"), .sample(cancelled: true)])])
        #expect(talk.settlement?.reason == .cancelled)
        #expect(talk.settlement?.evidence == .observed)
    }

    @Test("its id resolves and the calendar does not show it: nobody may guess")
    func resolvesButIsNotShown() throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear([.meeting(.sample()), .calendar([.sample(id: "other", iCalUId: "another")])])
        #expect(talk.settlement?.reason == .answerLost)
    }

    /// The organizer has moved it: an ordinary id does not survive that, the meeting does.
    @Test("gone by its id but shown in the calendar: a sighting, and never cancelled")
    func goneButShown() throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear([.meetingFailed(.notFound), Self.moved])
        #expect(talk.action == .wait(.seconds(60)))
        talk.hear([.waited, .meetingFailed(.notFound), Self.moved, .granted])
        #expect(talk.action == .sendCancel(attempt: 2))
        talk.hear(.cancelFailed(.notFound))
        #expect(talk.settlement?.reason == .eventNotFound, "the id was gone before this request")
        #expect(talk.settlement?.attempts == 2)
    }

    @Test("gone by its id and shown once, then gone from the calendar too: cancelled, inferred")
    func shownOnceThenGone() throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear([.meetingFailed(.notFound), Self.moved, .waited, .meetingFailed(.notFound), .calendar([])])
        #expect(talk.settlement?.reason == .cancelled)
        #expect(talk.settlement?.evidence == .inferred)
    }

    @Test("its id resolves again at the second look-up, and is gone at the next request: a doubt, then cancelled")
    func resolvesAgain() throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear([.meetingFailed(.notFound), Self.moved, .waited, .meeting(.sample()), Self.shown, .granted])
        talk.hear([.cancelFailed(.notFound), .waited, .meetingFailed(.notFound), .calendar([])])
        #expect(talk.settlement?.reason == .cancelled)
        #expect(talk.settlement?.evidence == .inferred)
    }

    @Test(
        "an entry of the calendar is recognised by id, by iCalUId and, for a series, by its master",
        arguments: [
            .sample(iCalUId: nil), .sample(id: "classic-id"),
            .sample(id: "occurrence", iCalUId: "z", kind: .occurrence, master: "AAMk-1"),
        ] as [MeetingSnapshot]
    )
    func recognises(entry: MeetingSnapshot) throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear([.meeting(.sample()), .calendar([entry])])
        #expect(talk.action == .wait(.seconds(60)), "one sighting")
    }

    @Test("two meetings without an iCalUId are not the same for that")
    func missingUIDsAreNotEqual() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized(), meeting: .sample(iCalUId: nil))
        talk.hear([.cancelFailed(.lost), .waited, .meeting(.sample(iCalUId: nil))])
        talk.hear(.calendar([.sample(id: "other", iCalUId: nil)]))
        #expect(talk.settlement?.reason == .answerLost)
    }

    @Test("shown twice, V apart, the attempt is disproved and called again under a new number")
    func callsAgain() throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear([.meeting(.sample()), Self.shown])
        #expect(talk.action == .wait(.seconds(60)))
        talk.hear(.waited)
        #expect(talk.action == .readMeeting)
        talk.hear([.meeting(.sample()), Self.shown])
        #expect(talk.action == .obtainPermission)
        talk.hear(.granted)
        #expect(talk.action == .sendCancel(attempt: 2))
        talk.hear(.accepted)
        #expect(talk.settlement?.evidence == .acknowledged)
        #expect(talk.settlement?.attempts == 2)
    }

    @Test("a new ambiguous answer needs two new sightings")
    func sightingsStartAnew() throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear([.meeting(.sample()), Self.shown, .waited, .meeting(.sample()), Self.shown, .granted])
        talk.hear([.cancelFailed(.lost), .waited, .meeting(.sample()), Self.shown])
        #expect(talk.action == .wait(.seconds(60)))
        #expect(talk.sent == [1, 2])
    }

    @Test("not found after a disproved attempt, and gone from the calendar too: it took effect after all")
    func lateEffect() throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear([.meeting(.sample()), Self.shown, .waited, .meeting(.sample()), Self.shown, .granted])
        talk.hear(.cancelFailed(.notFound))
        #expect(talk.action == .wait(.seconds(60)))
        talk.hear([.waited, .meetingFailed(.notFound), .calendar([])])
        #expect(talk.settlement?.reason == .cancelled)
        #expect(talk.settlement?.evidence == .inferred)
        #expect(talk.settlement?.attempts == 2)
    }

    @Test("moved between the last look and the repeat: still on the calendar, so never told as cancelled")
    func movedBeforeTheRepeat() throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear([.meeting(.sample()), Self.shown, .waited, .meeting(.sample()), Self.shown, .granted])
        talk.hear([.cancelFailed(.notFound), .waited, .meetingFailed(.notFound), Self.moved])
        talk.hear([.waited, .meetingFailed(.notFound), Self.moved, .granted, .cancelFailed(.notFound)])
        #expect(talk.settlement?.reason == .eventNotFound)
        #expect(talk.settlement?.attempts == 3)
    }

    @Test("three disproved attempts: untouched, Graph was unavailable")
    func givesUp() throws {
        var talk = Conversation.atFirstCancel(try Sample.authorized())
        for attempt in 1...3 {
            #expect(talk.action == .sendCancel(attempt: attempt))
            talk.hear([.cancelFailed(.lost), .waited, .meeting(.sample()), Self.shown])
            talk.hear([.waited, .meeting(.sample()), Self.shown])
            if attempt < 3 { talk.hear(.granted) }
        }
        #expect(talk.settlement?.reason == .graphUnavailable)
        #expect(talk.settlement?.attempts == 3)
    }

    static let endings: [(String, [Conversation.Answer])] = [
        ("look-up forbidden", [.meetingFailed(ExchangeFailure(kind: .forbidden, verdict: .permanent))]),
        ("mailbox gone", [.meetingFailed(ExchangeFailure(kind: .mailboxUnavailable, verdict: .permanent))]),
        ("token refused twice", [.meetingFailed(.unauthorized), .granted, .meetingFailed(.unauthorized)]),
        (
            "permission taken away",
            [.meetingFailed(.unauthorized), .grant(TokenGrant(roles: ["Mail.Read"], scopes: []))]
        ),
        ("consent taken away", [.meetingFailed(.unauthorized), .noToken(.consentMissing(code: "AADSTS65001"))]),
        ("calendar not found", [.meeting(.sample()), .calendarFailed(.notFound)]),
        (
            "calendar forbidden",
            [.meeting(.sample()), .calendarFailed(ExchangeFailure(kind: .forbidden, verdict: .permanent))]
        ),
        ("id gone, calendar not found", [.meetingFailed(.notFound), .calendarFailed(.notFound)]),
        (
            "id gone, calendar forbidden",
            [.meetingFailed(.notFound), .calendarFailed(ExchangeFailure(kind: .forbidden, verdict: .permanent))]
        ),
    ]

    @Test("in doubt, no end says untouched", arguments: endings)
    func neverUntouched(name: String, answers: [Conversation.Answer]) throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear(answers)
        #expect(talk.settlement?.reason == .answerLost)
        #expect(talk.settlement?.detail != nil, "what made the look-up fail")
        #expect(talk.settlement?.attempts == 1)
    }

    static let stops: [([Conversation.Answer], Bool)] = {
        let sent: [Conversation.Answer] = [.granted, .meeting(.sample()), .granted]
        let sighting: [Conversation.Answer] = [.waited, .meeting(.sample()), shown]
        return [
            ([], false), ([.granted], false), ([.granted, .meeting(.sample())], false), (sent, true),
            (sent + [.cancelFailed(.throttled())], false), (sent + [.cancelFailed(.unauthorized)], false),
            (sent + [.cancelFailed(.lost)], true), (sent + [.cancelFailed(.lost), .waited], true),
            (sent + [.cancelFailed(.lost), .waited, .meetingFailed(.notFound)], true),
            (sent + [.cancelFailed(.lost), .waited, .meetingFailed(.unauthorized)], true),
            (sent + [.cancelFailed(.lost)] + sighting, true),
            (sent + [.cancelFailed(.lost)] + sighting + sighting, false),
        ]
    }()

    @Test(
        "it may have acted while a request is in flight and until its doubt is cleared, and not else", arguments: stops)
    func mayHaveActed(answers: [Conversation.Answer], isInDoubt: Bool) throws {
        var talk = Conversation(try Sample.authorized())
        talk.hear(answers)
        #expect(talk.mayHaveActed == isInDoubt)
        guard isInDoubt else { return }
        guard case .attempting(let kept) = talk.ledger else {
            Issue.record("the ledger does not tell the doubt")
            return
        }
        #expect(kept.attempts == 1)
        #expect(kept.witness == .sample(), "whom the next owner must look for")
    }

    @Test("a look-up that fails for a time is tried until the deadline, however long that is, and then tells its doubt")
    func followedUp() throws {
        var talk = Conversation.atLookUp(try Sample.authorized(), deadline: Sample.now + .seconds(3600))
        for _ in 0..<20 {
            talk.hear([.meetingFailed(.lost), .waited])
            #expect(talk.action == .readMeeting)
        }
        talk.hear(.meetingFailed(.throttled(.seconds(1000))))
        #expect(talk.action == .wait(.seconds(1000)))
        talk.pass(.seconds(3600))
        talk.hear([.waited, .meetingFailed(.lost)])
        #expect(talk.settlement?.reason == .answerLost)
        #expect(talk.settlement?.attempts == 1)
    }

    @Test("a calendar that could not be read is read again without a second look by id")
    func calendarRetry() throws {
        var talk = Conversation.atLookUp(try Sample.authorized())
        talk.hear([.meeting(.sample()), .calendarFailed(.throttled(.seconds(5)))])
        #expect(talk.action == .wait(.seconds(5)))
        talk.hear(.waited)
        #expect(talk.action == .readCalendar(around: Sample.start))
    }
}
