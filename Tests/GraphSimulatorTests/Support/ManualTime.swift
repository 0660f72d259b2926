import FoundationEssentials
import Synchronization

@testable import GraphSimulator

/// A clock a test moves by hand; waiting ends when the test opens the gate.
final class ManualTime: Sendable {
    private struct State {
        var now: Date
        var waited: [Duration] = []
        var gateOpen: Bool
        var held: [CheckedContinuation<Void, Never>] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>

    init(now: Date = Date(timeIntervalSince1970: 1_800_000_000), gateOpen: Bool = true) {
        state = Mutex(State(now: now, gateOpen: gateOpen))
    }

    var time: SimulatorTime {
        SimulatorTime(now: { self.state.withLock { $0.now } }, wait: { await self.wait($0) })
    }

    /// The delays that were asked for, in order.
    var waited: [Duration] { state.withLock { $0.waited } }

    func advance(by seconds: Double) {
        state.withLock { $0.now = $0.now.addingTimeInterval(seconds) }
    }

    func openGate() {
        let held = state.withLock { state in
            state.gateOpen = true
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    /// Returns once this many requests are being held.
    func someoneWaits(_ count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let now = state.withLock { state in
                guard state.held.count < count else { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if now { continuation.resume() }
        }
    }

    private func wait(_ duration: Duration) async {
        await withCheckedContinuation { continuation in
            let (pass, watchers) = state.withLock { state in
                state.waited.append(duration)
                guard !state.gateOpen else { return (true, [CheckedContinuation<Void, Never>]()) }
                state.held.append(continuation)
                let satisfied = state.watchers.filter { $0.count <= state.held.count }
                state.watchers.removeAll { $0.count <= state.held.count }
                return (false, satisfied.map(\.continuation))
            }
            for watcher in watchers { watcher.resume() }
            if pass { continuation.resume() }
        }
    }
}
