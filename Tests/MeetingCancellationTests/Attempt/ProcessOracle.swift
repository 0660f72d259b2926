import CommandContract
import MeetingCancellation

/// Watches one conversation from outside and names the first promise it breaks. Knows only what was asked and answered,
/// nothing of the machine's state.
struct ProcessOracle {
    private enum Doubt { case none, open, disproved }
    private enum FirstRead { case cancelled, gone }

    let command: CancelCommand
    let deadline: Timestamp
    let limits: AttemptLimits
    private(set) var breach: String?
    private var doubt = Doubt.none
    private var lookUp = LookUpOracle()
    private var numbers: Set<Int> = []
    /// Attempts without a clear answer; those of a process that is gone count as one.
    private var doubts = 0
    /// The meeting is to be read before anything else.
    private var isToRead = true
    /// That read found it cancelled, or did not find it.
    private var firstRead: FirstRead?
    private var isCommitted = false
    private var mayRepeat = false
    /// The last request used its number again.
    private var wasRepeat = false
    /// The last request never left, so its number may be written down anew.
    private var mayReuse = false
    /// When the meeting was read before the first attempt, and when leave was last given.
    private var readAt: Timestamp?
    private var grantedAt: Timestamp?
    private var hasPermission = false
    private var wasAccepted = false
    /// Graph's clear "not found" to the last request.
    private var wasNotFound = false
    private var witness: MeetingSnapshot?

    init(_ authorized: AuthorizedCommand, deadline: Timestamp, limits: AttemptLimits) {
        command = authorized.command
        self.deadline = deadline
        self.limits = limits
    }

    mutating func asked(_ action: CancellationProcess.Action, now: Timestamp) {
        if action == .readMeeting, doubt == .none, isOld(at: now) { isToRead = true }
        switch action {
        case .sendCancel(let attempt): sent(attempt, now: now)
        case .wait(let duration):
            if duration > limits.longestWait { breach = "waits \(duration)" }
            if doubt != .open, now + duration >= deadline { breach = "waits for what it will not do" }
        case .settle(let settlement): settled(settlement)
        case .readMeeting where isToRead:
            if now >= deadline { breach = "first read at or after the deadline" }
        case .readMeeting:
            if doubt != .open { breach = "looks up without a doubt" }
            if now < lookUp.earliest { breach = "looks up before what it would see is visible" }
        case .readCalendar(let start):
            if doubt != .open || lookUp.byID == nil { breach = "asks the calendar before the id" }
            if start != witness?.start { breach = "asks the calendar around another start" }
        case .commitIntent(let attempt):
            if doubt == .open { breach = "attempt \(attempt) written while in doubt" }
        case .obtainPermission: break
        }
    }

    mutating func answered(_ answer: Conversation.Answer, to action: CancellationProcess.Action, now: Timestamp) {
        switch (action, answer) {
        case (.obtainPermission, .grant(let grant)):
            grantedAt = now
            hasPermission = PermissionCheck.advisory.judge(grant, for: Sample.address(.user("ada"))) == nil
        case (.readMeeting, .meeting(let meeting)) where isToRead:
            isToRead = false
            readAt = now
            witness = meeting
            lookUp.found(meeting)
            if meeting.isCancelled { firstRead = .cancelled }
        case (.readMeeting, .meetingFailed(let failure)) where isToRead:
            if failure.kind == .notFound { firstRead = .gone }
        case (.commitIntent, .committed): isCommitted = true
        case (.readMeeting, .meeting(let meeting)): lookUp.found(meeting)
        case (.readMeeting, .meetingFailed(let failure)) where doubt == .open: lookUp.failed(failure)
        case (.readCalendar, .calendar(let entries)) where doubt == .open:
            lookUp.saw(entries.filter(isWitness), now: now, allowance: limits.visibilityAllowance)
            if lookUp.sightings == 2 { doubt = .disproved }
        case (.sendCancel, .accepted): wasAccepted = true
        case (.sendCancel, .cancelFailed(let failure)): failed(failure, now: now)
        default: break
        }
    }

    /// The worker died, whatever was under way, and the next one goes on from the ledger.
    mutating func restarted(_ ledger: Conversation.Ledger, now: Timestamp) {
        firstRead = nil
        readAt = nil
        hasPermission = false
        mayRepeat = false
        isCommitted = false
        doubts = min(doubts, 1)
        switch ledger {
        case .absent:
            if !numbers.isEmpty { breach = "the ledger knows nothing of \(numbers.count) attempts" }
            isToRead = true
        case .waiting:
            if doubt == .open { breach = "the ledger says waiting in doubt" }
            isToRead = true
        case .attempting(let kept):
            // Whether its request left, nobody knows.
            numbers.insert(kept.attempts)
            doubt = .open
            doubts = 1
            isToRead = false
            lookUp = LookUpOracle(earliest: now + limits.firstLookUp)
        }
    }

    private func isOld(at now: Timestamp) -> Bool { readAt.map { now >= $0 + limits.readAge } ?? false }

    private func isWitness(_ entry: MeetingSnapshot) -> Bool {
        guard let witness else { return false }
        let ids = [entry.id, entry.seriesMasterID]
        return ids.contains(witness.id) || (entry.iCalUId.map { $0 == witness.iCalUId } ?? false)
    }

    private mutating func failed(_ failure: ExchangeFailure, now: Timestamp) {
        mayRepeat = failure.kind == .unauthorized && failure.verdict == .surelyNotProcessed
        if failure.kind == .leaseEnded, failure.verdict == .surelyNotProcessed {
            if !wasRepeat, let last = numbers.max() { numbers.remove(last) }
            mayReuse = true
        }
        wasNotFound = failure.kind == .notFound && failure.verdict == .permanent
        // Present at the last look, gone at the next request: a late effect, or moved meanwhile. Nobody knows yet.
        let isDoubtAgain = wasNotFound && doubt == .disproved && lookUp.byID == .found
        guard failure.verdict == .ambiguous || isDoubtAgain else { return }
        doubt = .open
        if failure.verdict == .ambiguous { doubts += 1 }
        lookUp = LookUpOracle(earliest: now + limits.visibilityAllowance)
    }

    private mutating func sent(_ attempt: Int, now: Timestamp) {
        if doubt == .open { breach = "sent while in doubt" }
        if now >= deadline { breach = "sent at or after the deadline" }
        if let start = witness?.start, !command.allowStarted, start <= now { breach = "sent after the meeting's start" }
        if !isCommitted, !mayRepeat { breach = "sent before its attempt was committed" }
        isCommitted = false
        if !hasPermission { breach = "sent without asking for permission" }
        if command.dryRun { breach = "sent in a dry run" }
        if wasAccepted { breach = "sent after 202" }
        wasRepeat = numbers.contains(attempt)
        if !wasRepeat, doubt == .none, let grantedAt, isOld(at: grantedAt) { breach = "sent by an old read" }
        if wasRepeat {
            if !mayRepeat, !mayReuse { breach = "number \(attempt) used again without a 401" }
        } else if attempt != numbers.count + 1 {
            breach = "number \(attempt) after \(numbers.count)"
        }
        numbers.insert(attempt)
        if doubts >= limits.tries { breach = "sent after \(doubts) attempts without an answer" }
        mayRepeat = false
        mayReuse = false
        hasPermission = false
    }

    private mutating func settled(_ settlement: Settlement) {
        let status = settlement.reason.status
        if settlement.attempts != numbers.count { breach = "says \(settlement.attempts) attempts of \(numbers.count)" }
        if doubt == .open, !wasAccepted, status != .cancelled, status != .unresolved {
            breach = "says \(settlement.reason) in doubt"
        }
        if wasAccepted, settlement.evidence != .acknowledged { breach = "forgets a 202" }
        if settlement.evidence == .acknowledged, !wasAccepted { breach = "claims a 202 that never came" }
        if settlement.reason == .cancelled, !wasAccepted, !isProved(settlement.evidence) {
            breach = "cancelled without any reason (\(settlement.evidence as Any))"
        }
        if doubt == .disproved, firstRead == .gone, status != .unresolved {
            breach = "says \(settlement.reason) of a meeting gone after an attempt"
        }
        if settlement.reason == .alreadyCancelled, !numbers.isEmpty { breach = "already cancelled after an attempt" }
    }

    /// Whether an attempt of our own took effect, by what was seen after it.
    private func isProved(_ evidence: OutcomeEvidence?) -> Bool {
        switch (doubt, evidence) {
        case (.open, .observed): lookUp.wasSeenCancelled
        // Restored, it was read anew.
        case (_, .observed): firstRead == .cancelled && !numbers.isEmpty
        case (.open, .inferred): lookUp.byID == .gone && lookUp.isAbsentFromCalendar
        default: false
        }
    }
}
