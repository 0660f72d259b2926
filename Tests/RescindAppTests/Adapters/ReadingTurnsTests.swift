import Synchronization
import Testing

@testable import RescindApp

@Suite("Reading turns", .timeLimit(.minutes(1)))
struct ReadingTurnsTests {
    private struct Failed: Error {}

    private final class Crowd: Sendable {
        private struct State {
            var running = 0
            var most = 0
            var done = 0
        }

        private let state = Mutex(State())

        func visit() async {
            state.withLock { state in
                state.running += 1
                state.most = max(state.most, state.running)
            }
            for _ in 0..<20 { await Task.yield() }
            state.withLock { state in
                state.running -= 1
                state.done += 1
            }
        }

        var most: Int { state.withLock { $0.most } }
        var done: Int { state.withLock { $0.done } }
    }

    @Test("no more than so many at a time, and everybody has a turn")
    func bound() async {
        let turns = ReadingTurns(3)
        let crowd = Crowd()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { await turns.perform { _ in await crowd.visit() } } }
        }
        #expect(crowd.most == 3)
        #expect(crowd.done == 50)
    }

    @Test("whoever only waits gives the turn back, once")
    func givenBackEarly() async {
        let turns = ReadingTurns(1)
        let crowd = Crowd()
        await turns.perform { turn in
            turn.giveBack()
            turn.giveBack()
            await turns.perform { _ in await crowd.visit() }
        }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { await turns.perform { _ in await crowd.visit() } } }
        }
        #expect(crowd.most == 1)
        #expect(crowd.done == 11)
    }

    @Test("a turn that ends with an error is given back")
    func errors() async {
        let turns = ReadingTurns(1)
        for _ in 0..<3 {
            await #expect(throws: Failed.self) { try await turns.perform { _ in throw Failed() } }
        }
    }
}
