import CommandContract
import MeetingCancellation

/// Plays Graph, Entra and the clock against one machine and keeps what was asked.
struct Conversation {
    enum Answer: Sendable {
        case grant(TokenGrant)
        case noToken(PermissionFailure)
        case meeting(MeetingSnapshot)
        case meetingFailed(ExchangeFailure)
        case calendar([MeetingSnapshot])
        case calendarFailed(ExchangeFailure)
        case accepted
        case cancelFailed(ExchangeFailure)
        /// The attempt is written into the ledger.
        case committed
        /// The wait asked for is over.
        case waited

        static let granted = Answer.grant(TokenGrant(roles: ["Calendars.ReadWrite"], scopes: []))
    }

    /// What the ledger says of the command, as the worker keeps it.
    enum Ledger: Sendable {
        case absent
        case waiting(KeptCommand)
        case attempting(KeptCommand)
    }

    private let authorized: AuthorizedCommand
    private let deadline: Timestamp
    private let limits: AttemptLimits
    private var process: CancellationProcess
    private(set) var ledger = Ledger.absent
    /// Attempts are committed as soon as they are to be.
    var commitsAtOnce = true
    private(set) var now: Timestamp
    private(set) var action: CancellationProcess.Action
    /// The number in every `sendCancel`, repeats included.
    private(set) var sent: [Int] = []
    var jitter = 0.5

    init(_ authorized: AuthorizedCommand, deadline: Timestamp? = nil, limits: AttemptLimits = AttemptLimits()) {
        self.authorized = authorized
        self.deadline = deadline ?? Sample.start
        self.limits = limits
        now = Sample.now
        process = CancellationProcess(authorized, deadline: self.deadline, limits: limits)
        action = process.begin(now: now)
    }

    /// The worker dies; the next one goes on with what the ledger says.
    /// - Parameter kept: changed as another writer would have left it.
    mutating func restart(_ change: (inout KeptCommand) -> Void = { _ in }) {
        switch ledger {
        case .absent: process = CancellationProcess(authorized, deadline: deadline, limits: limits)
        case .waiting(var kept):
            change(&kept)
            process = CancellationProcess(
                authorized, deadline: deadline, limits: limits, restoring: kept, isInDoubt: false)
        case .attempting(var kept):
            change(&kept)
            process = CancellationProcess(
                authorized, deadline: deadline, limits: limits, restoring: kept, isInDoubt: true)
        }
        act(process.begin(now: now, lookUpIn: limits.firstLookUp))
    }

    /// A command that was read and permitted, and whose first request is on its way.
    static func atFirstCancel(
        _ authorized: AuthorizedCommand, deadline: Timestamp? = nil, meeting: MeetingSnapshot = .sample(),
        limits: AttemptLimits = AttemptLimits()
    ) -> Conversation {
        var talk = Conversation(authorized, deadline: deadline, limits: limits)
        talk.hear([.granted, .meeting(meeting), .granted])
        return talk
    }

    /// As ``atFirstCancel(_:deadline:meeting:limits:)``, its answer lost and the visibility allowance over.
    static func atLookUp(_ authorized: AuthorizedCommand, deadline: Timestamp? = nil) -> Conversation {
        var talk = atFirstCancel(authorized, deadline: deadline)
        talk.hear([.cancelFailed(.lost), .waited])
        return talk
    }

    mutating func hear(_ answers: [Answer]) { for answer in answers { hear(answer) } }

    mutating func hear(_ answer: Answer) {
        act(next(after: answer))
    }

    private mutating func act(_ next: CancellationProcess.Action) {
        action = next
        if case .sendCancel(let attempt) = action { sent.append(attempt) }
        if case .wait(let duration) = action, !process.mayHaveActed {
            ledger = .waiting(process.kept(Sample.kept, resumesAt: now + duration))
        }
        if case .commitIntent = action, commitsAtOnce { hear(.committed) }
    }

    private mutating func next(after answer: Answer) -> CancellationProcess.Action {
        switch answer {
        case .grant(let grant): return process.permissionAnswered(.success(grant), now: now, jitter: jitter)
        case .noToken(let failure): return process.permissionAnswered(.failure(failure), now: now, jitter: jitter)
        case .meeting(let meeting): return process.meetingRead(.success(meeting), now: now, jitter: jitter)
        case .meetingFailed(let failure): return process.meetingRead(.failure(failure), now: now, jitter: jitter)
        case .calendar(let entries): return process.calendarRead(.success(entries), now: now, jitter: jitter)
        case .calendarFailed(let failure): return process.calendarRead(.failure(failure), now: now, jitter: jitter)
        case .accepted:
            return process.cancelAnswered(.success(GraphTrace(status: 202)), now: now, jitter: jitter)
        case .cancelFailed(let failure):
            // Nothing has left after all.
            if failure.kind == .leaseEnded, failure.verdict == .surelyNotProcessed { sent.removeLast() }
            return process.cancelAnswered(.failure(failure), now: now, jitter: jitter)
        case .committed:
            ledger = .attempting(process.kept(Sample.kept))
            return process.intentCommitted(now: now)
        case .waited:
            if case .wait(let duration) = action { now = now + duration }
            return process.waited(now: now)
        }
    }

    var mayHaveActed: Bool { process.mayHaveActed }

    mutating func pass(_ duration: Duration) { now = now + duration }

    var settlement: Settlement? {
        if case .settle(let settlement) = action { settlement } else { nil }
    }
}

extension ExchangeFailure {
    static let lost = ExchangeFailure(kind: .unavailable, verdict: .ambiguous, trace: GraphTrace(status: 504))
    static let notFound = ExchangeFailure(kind: .notFound, verdict: .permanent, trace: GraphTrace(status: 404))
    static let unauthorized = ExchangeFailure(
        kind: .unauthorized, verdict: .surelyNotProcessed, trace: GraphTrace(status: 401)
    )

    static func throttled(_ retryAfter: Duration? = nil) -> ExchangeFailure {
        ExchangeFailure(kind: .throttled, verdict: .surelyNotProcessed, retryAfter: retryAfter)
    }

    static func unavailable(_ retryAfter: Duration? = nil) -> ExchangeFailure {
        ExchangeFailure(kind: .unavailable, verdict: .ambiguous, retryAfter: retryAfter)
    }
}
