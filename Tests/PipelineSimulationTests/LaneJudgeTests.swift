import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@testable import PipelineSimulation

@Suite("The judge of lanes")
struct LaneJudgeTests {
    private static let assignment = Assignment(
        partition: CommandPartition(topic: "commands", partition: 0), epoch: 1)

    private static var limits: PipelineLimits {
        var limits = PipelineLimits()
        limits.lanes.concurrency = 4
        limits.lanes.inFlightPerMailbox = 2
        limits.lanes.cancelsPerMinute = 2
        limits.lanes.spread = 2
        limits.lanes.backoffCap = .seconds(5)
        limits.lanes.probeBound = .seconds(30)
        limits.attempt.longestWait = .seconds(60)
        return limits
    }

    /// - Parameter mailbox: its first letter is its tenant.
    private static func asks(
        _ offset: Int64, _ mailbox: String, _ question: GraphTalk.Question = .read, event: String? = nil, at time: Ticks
    ) -> GraphTalk {
        let address = MeetingAddress(
            cloud: "global", tenantID: String(mailbox.prefix(1)), target: .user(mailbox), mailbox: mailbox,
            access: .application, calendar: .none, eventID: event ?? "e\(offset)")
        let id = CommandID(assignment: assignment, offset: offset)
        return GraphTalk(process: 0, time: .seconds(time), event: .asked(id, address, question))
    }

    private static func told(_ offset: Int64, _ answer: GraphTalk.Answer, at time: Ticks) -> GraphTalk {
        GraphTalk(
            process: 0, time: .seconds(time), event: .told(CommandID(assignment: assignment, offset: offset), answer))
    }

    private func broken(_ talks: [GraphTalk]) -> [Violation.Rule] {
        var judge = LaneJudge(Self.limits)
        for talk in talks { judge.heard(talk) }
        return judge.breaches.map(\.rule)
    }

    @Test("Up to its limit a mailbox may be asked at a time, and not beyond; what was ended counts no more")
    func inFlight() {
        let two = [Self.asks(1, "am", at: 0), Self.asks(2, "am", at: 0)]
        #expect(broken(two + [Self.told(1, .taken, at: 1), Self.asks(3, "am", at: 1)]) == [])
        #expect(broken(two + [Self.asks(3, "am", at: 1)]) == [.lanes, .lanes])
        let over = GraphTalk(process: 0, time: 0, event: .over(Self.assignment))
        #expect(broken(two + [over, Self.asks(3, "am", at: 1)]) == [])
    }

    @Test("One tenant takes no more than its share")
    func shares() {
        let two = [Self.asks(1, "am", at: 0), Self.asks(2, "an", at: 0)]
        #expect(broken(two + [Self.asks(3, "bm", at: 1)]) == [])
        #expect(broken(two + [Self.asks(3, "ao", at: 1)]) == [.lanes])
    }

    @Test("A mailbox that was turned away is asked no sooner than it was told, and no later than is obeyed")
    func retryAfter() {
        let away = [Self.asks(1, "am", at: 0), Self.told(1, .turnedAway(.seconds(10)), at: 1)]
        #expect(broken(away + [Self.asks(2, "am", at: 10)]) == [.lanes])
        #expect(broken(away + [Self.asks(2, "am", at: 11)]) == [])
        #expect(broken(away + [Self.asks(2, "an", at: 2)]) == [])
        let absurd = [Self.asks(1, "am", at: 0), Self.told(1, .turnedAway(.seconds(86_400)), at: 1)]
        #expect(broken(absurd + [Self.asks(2, "am", at: 61)]) == [])
        // On its way already.
        #expect(broken([Self.asks(2, "am", at: 0)] + away + [Self.told(2, .taken, at: 3)]) == [])
    }

    @Test("A minute has no more cancels of a mailbox than its budget; those that reached nobody are not counted")
    func budget() {
        func cancel(_ offset: Int64, _ answer: GraphTalk.Answer, at time: Ticks) -> [GraphTalk] {
            [Self.asks(offset, "am", .cancel, at: time), Self.told(offset, answer, at: time)]
        }
        let two = cancel(1, .taken, at: 0) + cancel(2, .taken, at: 30)
        #expect(broken(two + cancel(3, .taken, at: 59)) == [.lanes])
        #expect(broken(two + cancel(3, .taken, at: 60)) == [])
        #expect(broken(cancel(1, .unauthorized, at: 0) + cancel(1, .nothing, at: 1) + two) == [])
    }

    @Test("When several mailboxes of a tenant are turned away, the tenant waits, and then one goes first")
    func tenant() {
        let away = [
            Self.asks(1, "am", at: 0), Self.asks(2, "an", at: 0),
            Self.told(1, .turnedAway(.seconds(3)), at: 1), Self.told(2, .turnedAway(.seconds(3)), at: 1),
        ]
        #expect(broken(away + [Self.asks(3, "ao", at: 2)]) == [.lanes])
        #expect(broken(away + [Self.asks(3, "bo", at: 2)]) == [])
        let probe = away + [Self.asks(3, "ao", at: 4)]
        #expect(broken(probe) == [])
        #expect(broken(probe + [Self.asks(4, "ap", at: 5)]) == [.lanes])
        #expect(broken(probe + [Self.told(3, .taken, at: 5), Self.asks(4, "ap", at: 5)]) == [])
        // Its own next question, and somebody else's when it is silent for too long.
        #expect(broken(probe + [Self.asks(3, "ao", .calendar, at: 5)]) == [])
        #expect(broken(probe + [Self.asks(4, "ap", at: 34)]) == [])
        #expect(broken(probe + [Self.told(3, .turnedAway(.seconds(3)), at: 5), Self.asks(4, "ap", at: 6)]) == [.lanes])
        // The silent one is turned away after all: closed again, and then another goes first.
        let late =
            probe + [
                Self.asks(4, "ap", at: 34), Self.told(3, .turnedAway(.seconds(3)), at: 35),
                Self.told(4, .nothing, at: 36),
            ]
        #expect(broken(late + [Self.asks(5, "aq", at: 37)]) == [.lanes])
        #expect(broken(late + [Self.asks(5, "aq", at: 38)]) == [])
        #expect(broken(late + [Self.asks(5, "aq", at: 38), Self.asks(6, "ar", at: 39)]) == [.lanes])
    }

    @Test("The commands of a meeting do not overtake each other")
    func order() {
        let later = Self.asks(2, "am", event: "e", at: 0)
        #expect(broken([later, Self.told(2, .taken, at: 1), Self.asks(1, "am", event: "e", at: 2)]) == [.order])
        #expect(broken([later, Self.told(2, .taken, at: 1), Self.asks(1, "am", event: "f", at: 2)]) == [])
    }
}
