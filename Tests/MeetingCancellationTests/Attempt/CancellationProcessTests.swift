import CommandContract
import MeetingCancellation
import Testing

@Suite("Cancellation process: the straight path, permission and guards")
struct CancellationProcessTests {
    @Test("permission, read, permission, cancel, settled")
    func straightPath() throws {
        var talk = Conversation(try Sample.authorized())
        #expect(talk.action == .obtainPermission)
        talk.hear(.granted)
        #expect(talk.action == .readMeeting)
        talk.hear(.meeting(.sample()))
        #expect(talk.action == .obtainPermission)
        talk.hear(.granted)
        #expect(talk.action == .sendCancel(attempt: 1))
        talk.hear(.accepted)
        let settlement = try #require(talk.settlement)
        #expect(settlement.reason == .cancelled)
        #expect(settlement.evidence == .acknowledged)
        #expect(settlement.attempts == 1)
        #expect(settlement.graph?.status == 202)
        #expect(settlement.meeting?.iCalUId == "uid-1")
        #expect(settlement.meeting?.start == Sample.start)
        #expect(settlement.meeting?.mailbox == "ada@contoso.example")
    }

    struct Guard: Sendable {
        var name: String
        var fields: [String] = []
        var meeting = MeetingSnapshot.sample()
        /// nil: the command goes on.
        var reason: OutcomeReason?
    }

    static let guards = [
        Guard(name: "already cancelled", meeting: .sample(cancelled: true), reason: .alreadyCancelled),
        Guard(
            name: "cancelled wins over attendee", meeting: .sample(organizer: false, cancelled: true),
            reason: .alreadyCancelled),
        Guard(name: "attendee's copy", meeting: .sample(organizer: false), reason: .notOrganizer),
        Guard(name: "series without extent", meeting: .sample(kind: .seriesMaster), reason: .seriesNotConfirmed),
        Guard(name: "series with extent", fields: [#""extent":"series""#], meeting: .sample(kind: .seriesMaster)),
        Guard(
            name: "occurrence said to be a series", fields: [#""extent":"series""#],
            meeting: .sample(kind: .occurrence), reason: .seriesNotConfirmed),
        Guard(name: "occurrence", meeting: .sample(kind: .occurrence)),
        Guard(name: "exception", meeting: .sample(kind: .exception)),
        Guard(name: "start as expected in another offset", fields: [#""expectedStart":"2027-01-16T09:00:00+01:00""#]),
        Guard(name: "start changed", fields: [#""expectedStart":"2027-01-16T09:00:00Z""#], reason: .startChanged),
        Guard(name: "starts right now", meeting: .sample(start: Sample.now), reason: .meetingStarted),
        Guard(name: "starts in a millisecond", meeting: .sample(start: Sample.now + .milliseconds(1))),
        Guard(name: "started, allowed", fields: [#""allowStarted":true"#], meeting: .sample(start: Sample.now)),
        Guard(name: "dry run", fields: [#""dryRun":true"#], reason: .wouldCancel),
        Guard(
            name: "dry run of an attendee's copy", fields: [#""dryRun":true"#], meeting: .sample(organizer: false),
            reason: .notOrganizer),
    ]

    @Test("each guard answers before any request", arguments: guards)
    func answersBeforeAnyRequest(_ guarded: Guard) throws {
        var talk = Conversation(try Sample.authorized(fields: guarded.fields))
        talk.hear([.granted, .meeting(guarded.meeting)])
        #expect(talk.settlement?.reason == guarded.reason)
        #expect(talk.settlement?.attempts ?? 0 == 0)
        if guarded.reason == nil { #expect(talk.action == .obtainPermission) }
    }

    @Test("a token without the permission is refused before the read and again before the cancel")
    func permissionMissing() throws {
        let readOnly = Conversation.Answer.grant(TokenGrant(roles: ["Calendars.Read"], scopes: []))
        var talk = Conversation(try Sample.authorized())
        talk.hear(readOnly)
        #expect(talk.settlement?.reason == .permissionMissing)
        talk = Conversation(try Sample.authorized())
        talk.hear([.granted, .meeting(.sample()), readOnly])
        #expect(talk.settlement?.reason == .permissionMissing)
        #expect(talk.sent.isEmpty)
    }

    @Test("an opaque token passes when advisory and is refused when strict")
    func permissionUnknown() throws {
        let opaque = Conversation.Answer.grant(TokenGrant(roles: [], scopes: []))
        var talk = Conversation(try Sample.authorized(check: .advisory))
        talk.hear(opaque)
        #expect(talk.action == .readMeeting)
        talk = Conversation(try Sample.authorized(check: .strict))
        talk.hear(opaque)
        #expect(talk.settlement?.reason == .permissionUnknown)
    }

    @Test(
        "what Entra says for good ends the command",
        arguments: [
            (.credentialInvalid(code: "AADSTS7000215"), .credentialInvalid),
            (.consentMissing(code: "AADSTS65001"), .consentMissing),
            (.cloudMismatch(code: "AADSTS900382"), .cloudMismatch),
        ] as [(PermissionFailure, OutcomeReason)]
    )
    func permissionFailures(failure: PermissionFailure, reason: OutcomeReason) throws {
        var talk = Conversation(try Sample.authorized())
        talk.hear(.noToken(failure))
        #expect(talk.settlement?.reason == reason)
    }

    @Test("Entra's outage is sat out with growing back-off")
    func permissionUnavailable() throws {
        var talk = Conversation(try Sample.authorized())
        talk.hear(.noToken(.unavailable(retryAfter: nil)))
        #expect(talk.action == .wait(.milliseconds(500)))
        talk.hear([.waited, .noToken(.unavailable(retryAfter: .seconds(7)))])
        #expect(talk.action == .wait(.seconds(7)))
        talk.hear([.waited, .noToken(.unavailable(retryAfter: nil))])
        #expect(talk.action == .wait(.seconds(2)))
        talk = Conversation(try Sample.authorized(), deadline: DeadlineTests.deadline)
        talk.hear(.noToken(.unavailable(retryAfter: .seconds(10))))
        #expect(talk.settlement?.reason == .graphUnavailable, "there is no time for another try")
    }

    @Test(
        "a read that fails for good ends the command",
        arguments: [
            (.notFound, .eventNotFound),
            (ExchangeFailure(kind: .forbidden, verdict: .permanent), .accessDenied),
            (ExchangeFailure(kind: .mailboxUnavailable, verdict: .permanent), .mailboxUnavailable),
            (ExchangeFailure(kind: .invalidRequest, verdict: .permanent), .fieldInvalid),
        ] as [(ExchangeFailure, OutcomeReason)]
    )
    func readFailures(failure: ExchangeFailure, reason: OutcomeReason) throws {
        var talk = Conversation(try Sample.authorized())
        talk.hear([.granted, .meetingFailed(failure)])
        #expect(talk.settlement?.reason == reason)
        #expect(talk.settlement?.graph == failure.trace)
    }

    @Test("a read that may pass is tried again, with permission before each, as long as there is time")
    func readRetries() throws {
        var talk = Conversation(try Sample.authorized())
        talk.hear([.granted, .meetingFailed(.throttled(.seconds(9)))])
        #expect(talk.action == .wait(.seconds(9)))
        talk.hear(.waited)
        #expect(talk.action == .obtainPermission)
        talk.hear([.granted, .meetingFailed(.unavailable())])
        #expect(talk.action == .wait(.seconds(1)))
        for _ in 0..<10 { talk.hear([.waited, .granted, .meetingFailed(.unavailable())]) }
        #expect(talk.settlement == nil)
        talk = Conversation(try Sample.authorized(), deadline: DeadlineTests.deadline)
        talk.hear([.granted, .meetingFailed(.throttled(.seconds(10)))])
        #expect(talk.settlement?.reason == .throttledOut)
    }

    @Test("a read's 401 is answered with one new token, a second one ends the command")
    func readUnauthorized() throws {
        var talk = Conversation(try Sample.authorized())
        talk.hear([.granted, .meetingFailed(.unauthorized)])
        #expect(talk.action == .obtainPermission)
        talk.hear([.granted, .meetingFailed(.unauthorized)])
        #expect(talk.settlement?.reason == .credentialInvalid)
    }

    @Test("the back-off is bounded and drawn with full jitter")
    func backoff() throws {
        var talk = Conversation(try Sample.authorized())
        var waits: [Duration] = []
        for _ in 0..<8 {
            talk.hear([.granted, .meetingFailed(.throttled())])
            if case .wait(let duration) = talk.action { waits.append(duration) }
            talk.hear(.waited)
        }
        #expect(waits == [0.5, 1, 2, 4, 8, 15, 15, 15].map { .seconds($0) })
        talk.jitter = 0
        talk.hear([.granted, .meetingFailed(.throttled())])
        #expect(talk.action == .wait(.zero))
    }
}
