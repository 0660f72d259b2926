/// Decides, for one transaction or one initialization, what follows each answer of librdkafka.
///
/// Pure; an instance lives for one request. The order of calls is: begin, produce, send offsets, flush, commit. The
/// flush before the commit brings every delivery report in while an abort is still definite: whatever fails inside
/// of commit itself may have reached the coordinator, and is indefinite.
struct TransactionStateMachine: Sendable {
    enum Call: String, Hashable, Sendable, CaseIterable {
        case initialize, begin, produce, sendOffsets, flush, commit, abort
    }

    enum Action: Hashable, Sendable {
        case perform(Call)
        /// The same call with the same arguments, after a pause.
        case performAgain(Call, after: Duration)
        case succeed
        case fail(TransactionError)
    }

    /// Between tries of a call that came back at once; calls that waited inside librdkafka hardly notice.
    static let pause = Duration.milliseconds(50)

    private let deadline: ContinuousClock.Instant
    private var call: Call
    /// Why the open transaction is being aborted.
    private var cause: TransactionError?

    /// - Parameter deadline: until when retriable answers are followed by the same call.
    private init(first: Call, deadline: ContinuousClock.Instant) {
        self.deadline = deadline
        call = first
    }

    static func initialization(until deadline: ContinuousClock.Instant) -> TransactionStateMachine {
        TransactionStateMachine(first: .initialize, deadline: deadline)
    }

    static func transaction(until deadline: ContinuousClock.Instant) -> TransactionStateMachine {
        TransactionStateMachine(first: .begin, deadline: deadline)
    }

    func started() -> Action {
        .perform(call)
    }

    mutating func callSucceeded() -> Action {
        switch call {
        case .initialize, .commit: return .succeed
        case .begin: return advance(to: .produce)
        case .produce: return advance(to: .sendOffsets)
        case .sendOffsets: return advance(to: .flush)
        case .flush: return advance(to: .commit)
        case .abort: return cause.map { .fail($0) } ?? .succeed
        }
    }

    /// The current call was answered with `error`.
    mutating func callFailed(_ error: KafkaError, at now: ContinuousClock.Instant) -> Action {
        switch call {
        case .initialize: return initializeFailed(error, at: now)
        case .commit, .abort: return endFailed(error, at: now)
        case .begin, .produce, .sendOffsets, .flush: return stepFailed(error, at: now)
        }
    }

    /// Nothing is open yet, so all that counts is whether another try, or another producer, can help.
    private func initializeFailed(_ error: KafkaError, at now: ContinuousClock.Instant) -> Action {
        if error.isRetriable, !error.isFatal, now < deadline { return .performAgain(call, after: Self.pause) }
        return giveUp(error)
    }

    /// Before the commit. Fatal comes first: a dead producer cannot abort either.
    private mutating func stepFailed(_ error: KafkaError, at now: ContinuousClock.Instant) -> Action {
        if error.isFatal { return giveUp(error) }
        if error.requiresAbort { return abort(because: error) }
        if error.isRetriable {
            return now < deadline ? .performAgain(call, after: Self.pause) : giveUp(error)
        }
        // A record librdkafka itself refuses (too large, unknown partition), or a transaction that failed in the
        // background meanwhile: both end in an abort, and if that cannot be done either, it says so.
        if call == .produce { return abort(because: error) }
        return giveUp(error)
    }

    /// Once the end of a transaction was asked for, any answer but a retriable one leaves open which end it took.
    /// Even "abort required": the coordinator may have acted on the request before it was refused.
    private func endFailed(_ error: KafkaError, at now: ContinuousClock.Instant) -> Action {
        if error.isRetriable, !error.isFatal, !error.requiresAbort, now < deadline {
            return .performAgain(call, after: Self.pause)
        }
        return .fail(TransactionError(kind: .indefinite, call: call.rawValue, underlying: error))
    }

    private mutating func advance(to next: Call) -> Action {
        call = next
        return .perform(next)
    }

    private mutating func abort(because error: KafkaError) -> Action {
        cause = TransactionError(kind: .aborted, call: call.rawValue, underlying: error)
        return advance(to: .abort)
    }

    /// Fencing is not hopeless the first time: the owner counts it.
    private func giveUp(_ error: KafkaError) -> Action {
        let kind: TransactionError.Kind = error.isHopeless ? .fatal : .indefinite
        return .fail(TransactionError(kind: kind, call: call.rawValue, underlying: error))
    }
}

extension KafkaError {
    /// A new client with the same settings would be refused the same way: topic, group, cluster or transactional id
    /// not authorized, authentication failed, a broker that is too old, a timeout above the broker's maximum, a
    /// feature this library was built without, or a fault of this client that it marked fatal itself.
    fileprivate var isHopeless: Bool {
        [29, 30, 31, 35, 43, 50, 53, 58, -145, -165, -169].contains(number) || (number == 0 && isFatal)
    }
}
