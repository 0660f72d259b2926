import CommandContract
import CommandPipeline
import MeetingCancellation
import Synchronization

/// A Graph that throttles, loses answers before or after acting, and knows which meetings it has cancelled.
final class RandomGraph: Sendable {
    private struct State {
        var generator: SeededGenerator
        /// How often each meeting's attendees were told.
        var cancellations: [String: Int] = [:]
        /// Requests that came for a meeting after it had been cancelled.
        var repeats: [String] = []
        /// Requests whose attempt the ledger does not hold.
        var unwritten: [String] = []
    }

    private let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(generator: SeededGenerator(seed: seed))) }

    var cancellations: [String: Int] { state.withLock { $0.cancellations } }

    var repeats: [String] { state.withLock { $0.repeats } }

    var unwritten: [String] { state.withLock { $0.unwritten } }

    func calendar(_ cluster: ModelledCluster, _ clock: ManualClock) -> ScriptedCalendar {
        ScriptedCalendar(
            reads: { self.read($0) }, shows: { self.view($0) }, cancels: { event, _ in self.cancel(event) },
            sending: { request in
                if case .attempting(let kept) = cluster.current.ledgerRecord(of: request.command),
                    kept.attempts >= request.number
                {
                    return
                }
                self.state.withLock { $0.unwritten.append(request.command.id) }
            },
            clock: clock
        )
    }

    private func read(_ event: String) -> Result<MeetingSnapshot, ExchangeFailure> {
        state.withLock { state in
            if state.generator.chance(8) { return .failure(Self.throttled) }
            if state.generator.chance(5) { return .failure(Self.unauthorized) }
            if state.cancellations[event] != nil {
                return .failure(ExchangeFailure(kind: .notFound, verdict: .permanent))
            }
            return .success(ScriptedCalendar.meeting(event))
        }
    }

    private func view(_ event: String) -> Result<[MeetingSnapshot], ExchangeFailure> {
        state.withLock { state in
            if state.generator.chance(8) { return .failure(Self.throttled) }
            if state.generator.chance(5) { return .failure(Self.unauthorized) }
            return .success(state.cancellations[event] == nil ? [ScriptedCalendar.meeting(event)] : [])
        }
    }

    private func cancel(_ event: String) -> Result<GraphTrace, ExchangeFailure> {
        state.withLock { state in
            if state.cancellations[event] != nil { state.repeats.append(event) }
            switch state.generator.next() % 10 {
            case 0: return .failure(Self.throttled)
            case 1: return .failure(Self.unauthorized)
            case 2: return .failure(Self.lost)
            default: break
            }
            if state.cancellations[event] != nil {
                return .failure(ExchangeFailure(kind: .notFound, verdict: .permanent))
            }
            state.cancellations[event, default: 0] += 1
            return state.generator.chance(20) ? .failure(Self.lost) : .success(GraphTrace(status: 202))
        }
    }

    private static let throttled = ExchangeFailure(
        kind: .throttled, verdict: .surelyNotProcessed, retryAfter: .seconds(2)
    )
    private static let unauthorized = ExchangeFailure(kind: .unauthorized, verdict: .surelyNotProcessed)
    private static let lost = ExchangeFailure(kind: .unavailable, verdict: .ambiguous)
}
