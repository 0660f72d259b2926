import CommandContract
import CommandPipeline
import Synchronization
import Testing

@testable import RescindApp

@Suite("A reading that nobody answers")
struct ReadingWatchTests {
    /// Ends every sleep at once, and does something first.
    private struct ScriptedClock: PipelineClock {
        let sleeps: @Sendable () -> Void
        var now: Timestamp { Timestamp(milliseconds: 0) }
        var uptime: Duration { .zero }

        func sleep(for duration: Duration) async throws { sleeps() }
    }

    @Test("one wait that outlasts the bound is silence; waits that end are none, nor is work")
    func silence() async {
        let watch = ReadingWatch()
        let sleeps = Counter()
        watch.waits()
        await watch.silence(
            of: .seconds(10),
            by: ScriptedClock {
                switch sleeps.next() {
                case 1...5: watch.waits()
                case 6...10: watch.works()
                case 11: watch.waits()
                default: break
                }
            }
        )
        #expect(sleeps.count == 12)
    }

    private final class Counter: Sendable {
        private let state = Mutex(0)

        var count: Int { state.withLock { $0 } }

        func next() -> Int {
            state.withLock { count in
                count += 1
                return count
            }
        }
    }
}
