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
        /// The wait asked for is over.
        case waited

        static let granted = Answer.grant(TokenGrant(roles: ["Calendars.ReadWrite"], scopes: []))
    }

    private var process: CancellationProcess
    private(set) var now: Timestamp
    private(set) var action: CancellationProcess.Action
    /// The number in every `sendCancel`, repeats included.
    private(set) var sent: [Int] = []
    var jitter = 0.5

    init(_ authorized: AuthorizedCommand, deadline: Timestamp? = nil, limits: AttemptLimits = AttemptLimits()) {
        now = Sample.now
        process = CancellationProcess(authorized, deadline: deadline ?? Sample.start, limits: limits)
        action = process.begin(now: now)
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
        switch answer {
        case .grant(let grant): action = process.permissionAnswered(.success(grant), now: now, jitter: jitter)
        case .noToken(let failure): action = process.permissionAnswered(.failure(failure), now: now, jitter: jitter)
        case .meeting(let meeting): action = process.meetingRead(.success(meeting), now: now, jitter: jitter)
        case .meetingFailed(let failure): action = process.meetingRead(.failure(failure), now: now, jitter: jitter)
        case .calendar(let entries): action = process.calendarRead(.success(entries), now: now, jitter: jitter)
        case .calendarFailed(let failure): action = process.calendarRead(.failure(failure), now: now, jitter: jitter)
        case .accepted:
            action = process.cancelAnswered(.success(GraphTrace(status: 202)), now: now, jitter: jitter)
        case .cancelFailed(let failure): action = process.cancelAnswered(.failure(failure), now: now, jitter: jitter)
        case .waited:
            if case .wait(let duration) = action { now = now + duration }
            action = process.waited(now: now)
        }
        if case .sendCancel(let attempt) = action { sent.append(attempt) }
    }

    var mayHaveActed: Bool { process.mayHaveActed }

    mutating func letGo() -> Settlement? { process.abandoned() }

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
