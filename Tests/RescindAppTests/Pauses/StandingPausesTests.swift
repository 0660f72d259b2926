import CommandContract
import MeetingCancellation
import Testing

@testable import RescindApp

@Suite("Which pauses are in force")
struct StandingPausesTests {
    private let now = PauseScene.now
    private let later = PauseScene.now + .seconds(60)
    private let everything = PauseScene.everything()
    private let source = PauseScene.ofSource()
    private let error = ConfigurationError(file: "p", line: 1, key: "pauses", rule: "is wrong")

    @Test("a pause holds as soon as it is read, and is told once")
    func paused() {
        var board = StandingPauses()
        #expect(board.listRead([], at: now) == [])
        #expect(board.listRead([source], at: now) == [.paused(PauseOrder(source))])
        #expect(board.listRead([source], at: later) == [])
        #expect(board.orders == [PauseOrder(source)])
    }

    @Test("a pause is taken back by the second reading in a row without it")
    func resumed() {
        var board = StandingPauses()
        _ = board.listRead([everything, source], at: now)
        #expect(board.listRead([source], at: later) == [])
        #expect(Set(board.orders) == [PauseOrder(everything), PauseOrder(source)])
        #expect(board.listRead([source], at: later) == [.resumed(PauseOrder(everything))])
        #expect(board.orders == [PauseOrder(source)])
    }

    @Test("a file that is away for one reading, or half written, resumes nothing")
    func halfWritten() {
        var board = StandingPauses()
        _ = board.listRead([everything, source], at: now)
        for reading in [[], [everything], [source], []] {
            #expect(board.listRead(reading, at: later) == [])
            #expect(Set(board.orders) == [PauseOrder(everything), PauseOrder(source)])
        }
        #expect(board.listRead([everything, source], at: later) == [])
        #expect(board.listRead([], at: later) == [])
        // A reading that fails comes between: two in a row are needed again.
        #expect(board.readingFailed(error) == [.failed(error)])
        #expect(board.listRead([], at: later) == [.mended])
        #expect(board.orders.count == 2)
        #expect(board.listRead([], at: later).count == 2)
        #expect(board.orders.isEmpty)
    }

    @Test("what is paused beside what is missing holds at once")
    func exchanged() {
        var board = StandingPauses()
        _ = board.listRead([source], at: now)
        #expect(board.listRead([everything], at: now) == [.paused(PauseOrder(everything))])
        #expect(board.orders.count == 2)
        #expect(board.listRead([everything], at: now) == [.resumed(PauseOrder(source))])
    }

    @Test("a file that cannot be used changes nothing, and is told once until it is another fault or none")
    func faults() {
        var board = StandingPauses()
        _ = board.listRead([source], at: now)
        #expect(board.readingFailed(error) == [.failed(error)])
        #expect(board.readingFailed(error) == [])
        #expect(board.fault == error)
        let other = ConfigurationError(file: "p", line: 2, key: "pauses", rule: "is wrong")
        #expect(board.readingFailed(other) == [.failed(other)])
        #expect(board.orders == [PauseOrder(source)])
        #expect(board.listRead([source], at: later) == [.mended])
        #expect(board.fault == nil)
    }

    @Test("without a time of its own a pause keeps that of its first reading; another reason is told")
    func since() {
        var board = StandingPauses()
        _ = board.listRead([PauseScene.ofSource(since: nil)], at: now)
        #expect(board.listRead([PauseScene.ofSource(since: nil)], at: later) == [])
        #expect(board.orders.map(\.since) == [now])
        let another = PauseScene.ofSource("another reason", since: nil)
        #expect(board.listRead([another], at: later) == [.paused(PauseOrder(PauseScene.ofSource("another reason")))])
        #expect(board.listRead([PauseScene.ofSource("another reason", since: later)], at: later).count == 1)
        #expect(board.orders.map(\.since) == [later])
    }
}
