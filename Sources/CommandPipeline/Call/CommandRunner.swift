import CommandContract
import MeetingCancellation

/// Runs one command's machine against Graph: does what it says, tells it what came of it.
struct CommandRunner: Sendable {
    let calendar: any MeetingCalendar
    let clock: any PipelineClock
    /// Uniform in 0..<1.
    let jitter: @Sendable () -> Double
    let limits: AttemptLimits

    /// - Parameter tenure: of the record's assignment. When it is to be given up, a command that has not acted stops at once,
    ///   since whoever owns the partition next runs it, and a request of ours beside theirs would cancel twice.
    /// - Returns: nil when the command stopped without having acted: it has no outcome here and its record is delivered
    ///   again.
    func run(_ authorized: AuthorizedCommand, deadline: Timestamp, tenure: Tenure) async -> Settlement? {
        var process = CancellationProcess(authorized, deadline: deadline, limits: limits)
        var action = process.begin(now: clock.now)
        var reads = 0
        var lookUps = 0
        while mayGoOn(process, tenure) {
            switch action {
            case .settle(let settlement): return settlement
            case .obtainPermission:
                let answer = await calendar.permission(at: authorized.address)
                action = process.permissionAnswered(answer, now: clock.now, jitter: jitter())
            case .readMeeting:
                reads += 1
                let answer = await calendar.read(authorized.address, for: identity(authorized, .read, reads))
                action = process.meetingRead(answer, now: clock.now, jitter: jitter())
            case .readCalendar(let start):
                lookUps += 1
                let request = identity(authorized, .lookUp, lookUps)
                let answer = await calendar.entries(around: start, at: authorized.address, for: request)
                action = process.calendarRead(answer, now: clock.now, jitter: jitter())
            case .sendCancel(let attempt):
                guard tenure.stage == .owned else { return nil }
                let request = identity(authorized, .cancel, attempt)
                let comment = authorized.command.comment
                let answer = await calendar.cancel(authorized.address, comment: comment, for: request)
                action = process.cancelAnswered(answer, now: clock.now, jitter: jitter())
            case .wait(let duration):
                await wait(duration, process, tenure)
                action = process.waited(now: clock.now)
            }
        }
        return stopped(&process, before: action)
    }

    private func stopped(
        _ process: inout CancellationProcess, before action: CancellationProcess.Action
    ) -> Settlement? {
        switch action {
        case .settle(let settlement): settlement
        // Not sent. The machine asks for a request only when no earlier one is in doubt.
        case .sendCancel: nil
        default: process.abandoned()
        }
    }

    private func mayGoOn(_ process: CancellationProcess, _ tenure: Tenure) -> Bool {
        if Task.isCancelled { return false }
        return process.mayHaveActed ? tenure.stage < .ended : tenure.stage == .owned
    }

    /// Ends early when the command has to stop.
    private func wait(_ duration: Duration, _ process: CancellationProcess, _ tenure: Tenure) async {
        let last: Tenure.Stage = process.mayHaveActed ? .ended : .leaving
        await withTaskGroup(of: Void.self) { group in
            // Sleeping ends early by cancellation only, and then the loop above looks why.
            group.addTask { try? await clock.sleep(for: duration) }
            group.addTask { await tenure.reached(last) }
            await group.next()
            group.cancelAll()
        }
    }

    private func identity(
        _ authorized: AuthorizedCommand, _ purpose: RequestIdentity.Purpose, _ number: Int
    ) -> RequestIdentity {
        RequestIdentity(command: authorized.command.envelope.identity, purpose: purpose, number: number)
    }
}
