import CommandContract
import MeetingCancellation
import Testing

@Suite("Taking a process back")
struct WithdrawalTests {
    private let granted = Result<TokenGrant, PermissionFailure>.success(
        TokenGrant(roles: ["Calendars.ReadWrite"], scopes: []))
    private let present = MeetingSnapshot(
        id: "AAMk-1", iCalUId: "uid", kind: .singleInstance, seriesMasterID: nil, isOrganizer: true, isCancelled: false,
        start: Sample.start)

    private func process() throws -> CancellationProcess {
        CancellationProcess(try Sample.authorized(), deadline: Sample.start, limits: AttemptLimits())
    }

    @Test("until an attempt is decided it ends as withdrawn, and says which meeting was left alone")
    func inTime() throws {
        var process = try process()
        #expect(Self.withdrawn(process)?.reason == .withdrawn)
        _ = process.begin(now: Sample.now)
        #expect(Self.withdrawn(process)?.reason == .withdrawn)
        _ = process.permissionAnswered(granted, now: Sample.now, jitter: 0)
        #expect(Self.withdrawn(process)?.reason == .withdrawn)
        _ = process.meetingRead(.success(present), now: Sample.now, jitter: 0)
        let answer = process.withdraw()
        let settlement = try #require(answer)
        #expect(settlement.meeting?.eventID == "AAMk-1")
        #expect(settlement.meeting?.start == Sample.start)
        #expect(settlement.attempts == 0)
        #expect(Self.withdrawn(process) == nil, "it has its outcome")
    }

    /// Its first attempt is to be written down.
    private func intended() throws -> CancellationProcess {
        var process = try process()
        _ = process.begin(now: Sample.now)
        _ = process.permissionAnswered(granted, now: Sample.now, jitter: 0)
        _ = process.meetingRead(.success(present), now: Sample.now, jitter: 0)
        #expect(process.permissionAnswered(granted, now: Sample.now, jitter: 0) == .commitIntent(attempt: 1))
        return process
    }

    @Test("from the intent on it is too late, whatever is answered then")
    func tooLate() throws {
        var process = try intended()
        #expect(Self.withdrawn(process) == nil)
        _ = process.intentCommitted(now: Sample.now)
        #expect(Self.withdrawn(process) == nil)
        var throttled = process
        let surely = ExchangeFailure(kind: .throttled, verdict: .surelyNotProcessed)
        _ = throttled.cancelAnswered(.failure(surely), now: Sample.now, jitter: 0)
        #expect(Self.withdrawn(throttled) == nil)
        let ambiguous = ExchangeFailure(kind: .unavailable, verdict: .ambiguous)
        _ = process.cancelAnswered(.failure(ambiguous), now: Sample.now, jitter: 0)
        #expect(Self.withdrawn(process) == nil)
    }

    @Test("an attempt that Graph has refused by a 401 counts, though its repeat never left")
    func refusedAndNeverRepeated() throws {
        var process = try intended()
        _ = process.intentCommitted(now: Sample.now)
        _ = process.cancelAnswered(.failure(.unauthorized), now: Sample.now, jitter: 0)
        #expect(process.permissionAnswered(granted, now: Sample.now, jitter: 0) == .sendCancel(attempt: 1))
        let ended = ExchangeFailure(kind: .leaseEnded, verdict: .surelyNotProcessed)
        #expect(process.cancelAnswered(.failure(ended), now: Sample.now, jitter: 0) == .obtainPermission)
        #expect(process.attempts == 0, "the attempt is to be written down anew")
        #expect(Self.withdrawn(process) == nil)
    }

    @Test("restored, only a command that was never attempted can be taken back")
    func restored() throws {
        var kept = KeptCommand(
            content: ContentHash(value: 1), offset: 0, timestamp: nil, consumed: Sample.now, key: nil, value: [],
            headers: [])
        for (attempts, isInDoubt, isInTime) in [(0, false, true), (1, false, false), (1, true, false)] {
            kept.attempts = attempts
            let process = CancellationProcess(
                try Sample.authorized(), deadline: Sample.start, limits: AttemptLimits(), restoring: kept,
                isInDoubt: isInDoubt)
            #expect((Self.withdrawn(process) != nil) == isInTime, "attempts \(attempts), in doubt \(isInDoubt)")
        }
    }

    /// Asked of a copy: the process itself goes on.
    private static func withdrawn(_ process: CancellationProcess) -> Settlement? {
        var process = process
        return process.withdraw()
    }
}
