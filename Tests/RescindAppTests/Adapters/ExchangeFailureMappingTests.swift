import CommandContract
import GraphSimulator
import MeetingCancellation
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("What an answer of Graph means to the pipeline", .timeLimit(.minutes(1)))
struct ExchangeFailureMappingTests {
    struct Answer: Sendable, CustomTestStringConvertible {
        let status: Int
        let code: String
        var retryAfter: String?
        let kind: ExchangeFailure.Kind
        let verdict: ExchangeFailure.Verdict
        var wait: Duration?

        var testDescription: String { "\(status) \(code)" }
    }

    static let answers: [Answer] = [
        Answer(
            status: 401, code: "InvalidAuthenticationToken", kind: .unauthorized, verdict: .surelyNotProcessed),
        Answer(status: 403, code: "ErrorAccessDenied", kind: .forbidden, verdict: .permanent),
        Answer(status: 404, code: "ErrorItemNotFound", kind: .notFound, verdict: .permanent),
        Answer(status: 404, code: "SomethingNew", kind: .notFound, verdict: .permanent),
        Answer(
            status: 404, code: "MailboxNotEnabledForRESTAPI", kind: .mailboxUnavailable, verdict: .permanent),
        Answer(status: 404, code: "Request_ResourceNotFound", kind: .mailboxUnavailable, verdict: .permanent),
        Answer(status: 400, code: "ErrorInvalidRequest", kind: .invalidRequest, verdict: .permanent),
        Answer(status: 400, code: "ErrorCalendarIsNotOrganizer", kind: .notOrganizer, verdict: .permanent),
        Answer(status: 400, code: "ErrorQuotaExceeded", kind: .invalidRequest, verdict: .ambiguous),
        Answer(status: 405, code: "BadRequest", kind: .invalidRequest, verdict: .permanent),
        Answer(status: 409, code: "ErrorIrresolvableConflict", kind: .unavailable, verdict: .ambiguous),
        Answer(
            status: 429, code: "ApplicationThrottled", retryAfter: "7", kind: .throttled,
            verdict: .surelyNotProcessed, wait: .seconds(7)),
        Answer(
            status: 429, code: "TooManyRequests", retryAfter: "0.5", kind: .throttled, verdict: .surelyNotProcessed,
            wait: .milliseconds(500)),
        Answer(status: 429, code: "ApplicationThrottled", kind: .throttled, verdict: .surelyNotProcessed),
        Answer(
            status: 503, code: "serviceNotAvailable", retryAfter: "2", kind: .unavailable, verdict: .ambiguous,
            wait: .seconds(2)),
        Answer(status: 500, code: "ErrorInternalServerError", kind: .unavailable, verdict: .ambiguous),
        Answer(status: 504, code: "UnknownError", kind: .unavailable, verdict: .ambiguous),
        Answer(status: 302, code: "Moved", kind: .unavailable, verdict: .ambiguous),
    ]

    @Test("an answer to a cancel", arguments: answers)
    func cancelAnswered(answer: Answer) async throws {
        try await CalendarBench.with { bench in
            let ids = try bench.simulator.meeting()
            let fault = FaultAnswer(status: answer.status, code: answer.code, retryAfter: answer.retryAfter)
            bench.simulator.graph.addFault(FaultRule(operation: .cancel, effect: .answer(fault)))
            let failure = try #require(await bench.cancel(bench.address(ids.organizerEventID)).failure)
            #expect(failure.kind == answer.kind)
            #expect(failure.verdict == answer.verdict)
            #expect(failure.retryAfter == answer.wait)
            #expect(failure.trace.status == answer.status)
            #expect(failure.trace.requestID == bench.simulator.graph.requestLog.last?.requestID)
            #expect(failure.trace.clientRequestID == bench.simulator.graph.requestLog.last?.clientRequestID)
            #expect(failure.trace.code?.isEmpty == false)
            #expect(bench.simulator.requests(.cancel) == 1)
        }
    }

    @Test("the simulator's own refusals, which are Graph's documented ones")
    func realRefusals() async throws {
        try await CalendarBench.with { bench in
            let ids = try bench.simulator.meeting()
            let (guest, copy) = try #require(ids.attendeeCopies.first)
            let attendee = try #require(await bench.cancel(bench.address(copy, user: guest)).failure)
            #expect(attendee.kind == .notOrganizer && attendee.verdict == .permanent)
            let gone = try #require(await bench.read(bench.address("AAMkNothing=")).failure)
            #expect(gone.kind == .notFound && gone.verdict == .permanent)
            let stranger = bench.address(ids.organizerEventID, user: "nobody@aurora.example")
            let nobody = try #require(await bench.read(stranger).failure)
            #expect(nobody.kind == .mailboxUnavailable && nobody.verdict == .permanent)
        }
    }

    @Test("a missing permission is Graph's 403")
    func forbidden() async throws {
        let tenant = LabWorld.restricted
        var setting = CalendarBench.Setting(tenant: tenant)
        setting.secret = { Secret(tenant.clientSecret) }
        try await CalendarBench.with(setting) { bench in
            let address = bench.address(tenant.eventID(.review), tenant: tenant)
            #expect(try await bench.read(address).get().isOrganizer)
            let failure = try #require(await bench.cancel(address).failure)
            #expect(failure.kind == .forbidden && failure.verdict == .permanent)
            #expect(failure.trace.status == 403)
        }
    }

    @Test("a dropped connection leaves a cancel in doubt", arguments: [true, false])
    func dropped(acted: Bool) async throws {
        try await CalendarBench.with { bench in
            let ids = try bench.simulator.meeting()
            let effect: FaultEffect = acted ? .dropAfterActing : .dropBeforeActing
            bench.simulator.graph.addFault(FaultRule(operation: .cancel, effect: effect))
            let failure = try #require(await bench.cancel(bench.address(ids.organizerEventID)).failure)
            #expect(failure.kind == .unavailable && failure.verdict == .ambiguous)
            #expect(failure.trace.status == nil)
            #expect(failure.trace.clientRequestID != nil)
            #expect(bench.simulator.graph.eventState(ids.organizerEventID) == (acted ? .deleted : .scheduled))
            // The client library must not have tried again by itself.
            #expect(bench.simulator.requests(.cancel) == 1)
        }
    }

    @Test("a cancel that is not answered in time is in doubt")
    func timeout() async throws {
        var setting = CalendarBench.Setting()
        setting.timeouts = HTTPTimeouts(connect: .milliseconds(700), total: .milliseconds(800))
        try await CalendarBench.with(setting) { bench in
            let ids = try bench.simulator.meeting()
            bench.simulator.graph.addFault(FaultRule(operation: .cancel, delayAfterActing: .seconds(30)))
            let failure = try #require(await bench.cancel(bench.address(ids.organizerEventID)).failure)
            #expect(failure.kind == .unavailable && failure.verdict == .ambiguous)
            #expect(bench.simulator.graph.eventState(ids.organizerEventID) == .deleted)
        }
    }

    @Test("a Graph root that no token can be had for is never asked")
    func noToken() async throws {
        var setting = CalendarBench.Setting()
        setting.graphRoot = "http://127.0.0.1:1"
        try await CalendarBench.with(setting) { bench in
            let failure = try #require(await bench.cancel(bench.address("AAMk=")).failure)
            #expect(failure.verdict == .surelyNotProcessed)
            #expect(bench.simulator.requests(.cancel) == 0)
        }
    }
}
