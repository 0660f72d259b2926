import Foundation
import GraphSimulator
import KafkaClient

/// The blows.
extension CrashSession {
    /// Longer than it takes until a silent member is expelled: the worker's session time-out, 10 s towards the mock, else 30 s.
    private var frozenAtLeast: Duration { stack.broker.isMock ? .seconds(11) : .seconds(32) }

    mutating func strike(_ scene: CrashScene, _ report: inout CycleReport) async throws {
        switch settings.mode {
        case .kill:
            for number in 1...Int.random(in: settings.chain, using: &random) {
                try await number == 1 ? pause() : pauseAfterStart()
                try await kill(scene, &report)
            }
        case .term:
            try await pause()
            report.strikes.append(scene.strike("SIGTERM", phase(), stack))
            let start = ContinuousClock.now
            try await terminate(active)
            report.farewell = start.duration(to: .now)
            try await startAgain()
        case .stop: try await stop(scene, &report)
        }
    }

    private mutating func kill(_ scene: CrashScene, _ report: inout CycleReport) async throws {
        report.strikes.append(scene.strike("kill -9", phase(), stack))
        try await workers[active].kill()
        try await startAgain()
    }

    /// The successor has begun to work when the frozen one goes on.
    private mutating func stop(_ scene: CrashScene, _ report: inout CycleReport) async throws {
        try await pause()
        let frozen = active
        report.strikes.append(scene.strike("SIGSTOP", phase(), stack))
        workers[frozen].freeze()
        let end = ContinuousClock.now + frozenAtLeast
        active = 1 - frozen
        try await startAgain()
        try await waitForWork()
        try await Task.sleep(until: end, clock: .continuous)
        try await Task.sleep(for: drawn(within: work / 2))
        workers[frozen].thaw()
    }

    /// After a cycle: in `stop` the one that was frozen leaves.
    mutating func settle() async throws {
        guard settings.mode == .stop else { return }
        let other = 1 - active
        if let status = workers[other].child?.status {
            misbehaved(other, "ended by itself with status \(status) after it had been frozen")
        } else {
            try await terminate(other)
        }
    }

    /// SIGTERM must end it with 0 within ten seconds.
    mutating func terminate(_ index: Int) async throws {
        guard workers[index].isRunning else { return }
        let status = try await workers[index].terminate()
        let died = settings.points && status == 128 + SIGKILL
        if status != 0, !died {
            misbehaved(index, status.map { "ended with status \($0) at SIGTERM" } ?? "was not gone 10 s after SIGTERM")
        }
    }

    mutating func startAgain(dyingAt point: (CrashPoint, Int)? = nil) async throws {
        try workers[active].start(dyingAt: point)
        // What its predecessor sent with its last breath may still arrive, and no program has joined a group by now.
        try await Task.sleep(for: .milliseconds(200))
        workers[active].requestsBefore = stack.simulator.requestCounts.arrived
    }

    mutating func nextPoint() -> (CrashPoint, Int) {
        let point = CrashPoint.allCases.randomElement(using: &random) ?? .beforeCommit
        // A cycle has more requests than transactions.
        let isRequest = point == .beforeCancel || point == .afterCancel
        return (point, Int.random(in: 1...(isRequest ? 30 : 8), using: &random))
    }

    // MARK: Moments

    /// Between now and a bit more than the time a cycle takes; half of the blows in its first third, where most happens.
    private mutating func pause() async throws {
        let bound = Bool.random(using: &random) ? work * 1.1 : work / 3
        try await Task.sleep(for: drawn(within: bound))
    }

    /// In a third of the cases before it can have done anything.
    private mutating func pauseAfterStart() async throws {
        if Int.random(in: 0..<3, using: &random) == 0 {
            try await Task.sleep(for: drawn(within: .seconds(4)))
        } else {
            try await waitForWork()
            try await pause()
        }
    }

    /// Until the worker that was started last asks something, or there is nothing for it to do.
    private func waitForWork() async throws {
        let end = ContinuousClock.now + CrashSettings.patience
        while phase() == .starting, stack.notebook.open > 0, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private mutating func drawn(within bound: Duration) -> Duration {
        bound * Double.random(in: 0..<1, using: &random)
    }

    func phase() -> CrashStrike.Phase {
        if stack.notebook.open == 0 { return .idle }
        let worker = workers[active]
        return stack.simulator.requestCounts.arrived > worker.requestsBefore ? .working : .starting
    }
}
