import CommandContract
import MeetingCancellation
import Testing

@testable import CommandPipeline

@Suite("Command runner", .timeLimit(.minutes(1)))
struct CommandRunnerTests {
    @Test("requests are numbered within their purpose; a cancel's number is its attempt")
    func numbers() async throws {
        let lost = ExchangeFailure(kind: .unavailable, verdict: .ambiguous)
        let calendar = ScriptedCalendar(
            cancels: { _, attempt in attempt == 1 ? .failure(lost) : .success(GraphTrace()) }
        )
        let settlement = try await Self.run(calendar)
        #expect(settlement?.attempts == 2)
        let exchanges = calendar.calls.filter { $0.exchange != .permission }
        #expect(exchanges.map(\.exchange) == [.read, .cancel, .read, .entries, .read, .entries, .cancel])
        #expect(exchanges.map(\.number) == [1, 1, 2, 1, 3, 2, 2])
    }

    @Test("nothing more is asked once the assignment is being given up or has ended", arguments: stages)
    func assignmentEnds(stage: Tenure.Stage) async throws {
        for (exchange, asked) in [(.permission, 1), (.read, 2)] as [(ScriptedCalendar.Exchange, Int)] {
            let calendar = ScriptedCalendar()
            let tenure = Tenure()
            calendar.hold(exchange, "e0-0")
            async let settlement = Self.run(calendar, tenure)
            await calendar.wait(for: exchange, "e0-0")
            tenure.advance(to: stage)
            calendar.release(exchange, "e0-0")
            #expect(try await settlement == nil)
            #expect(calendar.calls.count == asked)
        }
    }

    @Test("the last look before the request is at the tenure itself", arguments: stages)
    func givenUpBeforeTheRequest(stage: Tenure.Stage) async throws {
        let tenure = Tenure()
        // Given up while the second token is asked for, the step before the request.
        let calendar = ScriptedCalendar(reads: {
            tenure.advance(to: stage)
            return .success(ScriptedCalendar.meeting($0))
        })
        #expect(try await Self.run(calendar, tenure) == nil)
        #expect(calendar.cancelledEvents.isEmpty)
    }

    @Test("in doubt, it finds out while the assignment is being given up, and sends nothing more")
    func findsOutWhileLeaving() async throws {
        let lost = ExchangeFailure(kind: .unavailable, verdict: .ambiguous)
        let tenure = Tenure()
        let calendar = ScriptedCalendar(cancels: { _, _ in
            tenure.advance(to: .leaving)
            return .failure(lost)
        })
        // Two sightings disprove the attempt: it has not acted, so the next owner may run it.
        #expect(try await Self.run(calendar, tenure) == nil)
        #expect(calendar.calls.count { $0.exchange == .entries } == 2)
        #expect(calendar.cancelledEvents.count == 1)
    }

    @Test("in doubt, it tells the doubt when the assignment ends")
    func tellsItsDoubt() async throws {
        let lost = ExchangeFailure(kind: .unavailable, verdict: .ambiguous)
        let tenure = Tenure()
        let calendar = ScriptedCalendar(cancels: { _, _ in
            tenure.advance(to: .ended)
            return .failure(lost)
        })
        let settlement = try await Self.run(calendar, tenure)
        #expect(settlement?.reason == .answerLost)
        #expect(settlement?.attempts == 1)
        #expect(calendar.calls.last?.exchange == .cancel)
    }

    private static let stages: [Tenure.Stage] = [.leaving, .ended]

    private static func run(_ calendar: ScriptedCalendar, _ tenure: Tenure = Tenure()) async throws -> Settlement? {
        let record = SampleRecord.command(0)
        let intake = CommandIntake(decoder: RecordDecoder(maximumBytes: 65_536), policy: SampleRecord.policy)
        guard case .run(let authorized) = intake.decide(record) else { return nil }
        let runner = CommandRunner(
            calendar: calendar, clock: ManualClock(passes: { _ in true }), jitter: { 0.5 }, limits: AttemptLimits()
        )
        return await runner.run(authorized, deadline: Timestamp(milliseconds: 3_000_000_000_000), tenure: tenure)
    }
}
