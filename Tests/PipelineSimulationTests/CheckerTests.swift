import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@testable import PipelineSimulation

@Suite("The checker")
struct CheckerTests {
    private let name: CommandIdentity

    init() throws { name = try CommandIdentity(source: "/a", id: "c0") }

    /// The rules that the sample breaks once it was changed.
    private func broken(_ change: (inout History) throws -> Void) throws -> Set<Violation.Rule> {
        var history = try History.sample()
        try change(&history)
        return Set(Checker(history: history, plan: CrashPoints.plan).violations().map(\.rule))
    }

    @Test("A history without a fault breaks no rule")
    func clean() throws { #expect(try broken { _ in } == []) }

    @Test("A record without an outcome, one with two, and a tombstone with one are noticed")
    func oneOutcome() throws {
        #expect(try broken { $0.outcomes = [] }.contains(.oneOutcome))
        #expect(try broken { $0.outcomes.append($0.outcomes[0]) }.contains(.oneOutcome))
        #expect(try broken { $0.commands[0].isTombstone = true }.contains(.oneOutcome))
    }

    @Test("A record that was forwarded and worked on, or forwarded twice, is noticed")
    func forwards() throws {
        #expect(
            try broken { history in
                var forwarded = History.Command(position: History.Position(partition: 0, offset: 9))
                forwarded.forwardedFrom = history.commands[0].position
                history.commands.append(forwarded)
            }
            .contains(.oneOutcome))
    }

    @Test(
        "An offset without its ledger, a position that differs from it and a settled command without outcome are noticed"
    )
    func oneTransaction() throws {
        #expect(
            try broken { $0.commits[0] = .init(process: 0, validated: 1, decided: 2, offsets: [0: 1, 1: 4]) }
                .contains(.oneTransaction))
        #expect(try broken { $0.ledger[1] = History.position(2, at: 1, 0) }.contains(.oneTransaction))
        #expect(try broken { $0.ledger[3] = History.position(0, at: 4, 1) }.contains(.oneTransaction))
        #expect(try broken { $0.outcomes[0].transaction = 0 }.contains(.oneTransaction))
        #expect(try broken { $0.commits[1]?.deadLetters = 1 }.contains(.oneTransaction))
    }

    @Test("A request without an intent, before its commit, of another process or after its lease is noticed")
    func intent() throws {
        #expect(try broken { $0.ledger.remove(at: 0) }.contains(.intent))
        #expect(try broken { $0.requests[0] = History.request(name, number: 1, sent: 1500) }.contains(.intent))
        #expect(try broken { $0.requests[0] = History.request(name, number: 2, sent: 3000) }.contains(.intent))
        #expect(
            try broken { $0.commits[0] = .init(process: 1, validated: 1, decided: 2, offsets: [0: 1]) }.contains(
                .intent))
        #expect(
            try broken { $0.requests[0] = History.request(name, number: 1, sent: 1000 + .milliseconds(300)) }
                .contains(.intent))
    }

    @Test("A request after the end, after one that took effect, or without a look at the calendar is noticed")
    func lookUp() throws {
        #expect(try broken { $0.requests.append(History.request(name, number: 1, sent: 11_000)) }.contains(.lookUp))
        #expect(try broken { $0.requests.append(History.request(name, number: 1, sent: 6000)) }.contains(.lookUp))
        #expect(
            try broken { history in
                history.requests[0].acted = false
                history.requests[0].isClear = false
                history.requests.append(History.request(name, number: 1, sent: 6000))
            }
            .contains(.lookUp))
    }

    @Test("A second mail is noticed")
    func oneMail() throws { #expect(try broken { $0.outbox.append((0, 0)) }.contains(.oneMail)) }

    @Test("An outcome that is not true is noticed")
    func truth() throws {
        #expect(try broken { $0.cancelled = [nil] }.contains(.truth))
        #expect(try broken { $0.outcomes[0].reason = .graphUnavailable }.contains(.truth))
        #expect(try broken { $0.commands[0].forbiddenFrom = -10_000_000 }.contains(.truth))
        #expect(
            try broken { history in
                history.outcomes[0].reason = .answerLost
                history.ledger.removeFirst()
            }
            .contains(.truth))
    }

    @Test("A later command's request before an earlier one's is noticed")
    func order() throws {
        #expect(
            try broken { history in
                let second = try CommandIdentity(source: "/a", id: "c1")
                var command = History.Command(position: History.Position(partition: 0, offset: 1))
                command.identity = "/a c1"
                command.meeting = 0
                history.commands.append(command)
                history.requests.append(History.request(second, number: 1, sent: 2500))
                var outcome = history.outcomes[0]
                outcome.position = command.position
                outcome.identity = "/a c1"
                history.outcomes.append(outcome)
            }
            .contains(.order))
    }

    @Test("Two primary outcomes within the window, or none, are noticed")
    func primary() throws {
        #expect(try broken { $0.outcomes.append($0.outcomes[0]) }.contains(.primary))
        #expect(try broken { $0.outcomes[0].isPrimary = false }.contains(.primary))
    }

    @Test("A replay that sends without a look, or denies what was done before it, is noticed")
    func replays() throws {
        /// The sample's command is unresolved, and its replay looks so often before it sends.
        func broken(views: Int, acted: Bool, _ change: (inout History) -> Void = { _ in }) throws -> Set<Violation.Rule>
        {
            try self.broken { history in
                let replay = try CommandIdentity(source: "/a", id: "c0~r1")
                var command = History.Command(position: History.Position(partition: 0, offset: 1))
                command.identity = replay.text
                command.repeats = [History.identity]
                history.commands.append(command)
                history.requests[0].acted = acted
                history.requests[0].isClear = false
                history.requests.append(History.request(replay, number: 1, sent: 20_000))
                history.lookUps = (0..<views).map { view in
                    GraphModel.LookUp(command: replay, sent: 15_000 + view, isCalendar: true, isAnswered: true)
                }
                change(&history)
            }
        }
        #expect(try broken(views: 1, acted: false).contains(.lookUp))
        #expect(try broken(views: 2, acted: false).contains(.lookUp) == false)
        #expect(try broken(views: 2, acted: true).contains(.lookUp))
        let denial: (inout History) -> Void = { history in
            history.requests.removeLast()
            var outcome = history.outcomes[0]
            outcome.position = history.commands[1].position
            outcome.identity = history.commands[1].identity
            outcome.reason = .eventNotFound
            history.outcomes.append(outcome)
        }
        #expect(try broken(views: 2, acted: true, denial).contains(.truth))
        #expect(try broken(views: 2, acted: false, denial).contains(.truth) == false)
        // Taken in anew after its looks, and refused before another: that denies nothing.
        let refusal: (inout History) -> Void = { history in
            denial(&history)
            history.outcomes[history.outcomes.count - 1].consumed = Timestamp(milliseconds: World.epoch + 16)
        }
        #expect(try broken(views: 2, acted: true, refusal).contains(.truth) == false)
    }

    @Test("A request before its time is noticed, of one process and not of two")
    func lanes() throws {
        let id = CommandID(
            assignment: Assignment(partition: CommandPartition(topic: "commands", partition: 0), epoch: 1), offset: 0)
        let address = MeetingAddress(
            cloud: "global", tenantID: "t", target: .user("m"), mailbox: "m", access: .application, calendar: .none,
            eventID: "e")
        func talks(again process: Int) -> [GraphTalk] {
            [
                GraphTalk(process: 0, time: 1000, event: .asked(id, address, .read)),
                GraphTalk(process: 0, time: 2000, event: .told(id, .turnedAway(.seconds(1)))),
                GraphTalk(process: process, time: 3000, event: .asked(id, address, .read)),
            ]
        }
        #expect(try broken { $0.talks = talks(again: 0) } == [.lanes])
        #expect(try broken { $0.talks = talks(again: 1) } == [])
    }
}
