import CommandContract
import CommandPipeline
import MeetingCancellation

/// A command and its withdraw, taken through a worker one thing at a time: a transaction ends, a question is answered, time
/// passes. Records whose offset is not committed are delivered again after a crash.
struct WithdrawalRun {
    /// What Graph does with the first cancel request.
    enum FirstAnswer: CaseIterable, Sendable { case accepted, throttled, lostAndActed, lostAndNotActed }

    private(set) var bench: WithdrawalBench
    private let records: [ConsumedRecord]
    private let first: FirstAnswer
    /// Whether a transaction ends before the next question is answered.
    private let commitsFirst: Bool
    private var delivered = 0
    private var requests = 0
    private(set) var mails = 0

    init(_ records: [ConsumedRecord], first: FirstAnswer, commitsFirst: Bool, hold: Duration) {
        self.records = records
        self.first = first
        self.commitsFirst = commitsFirst
        bench = WithdrawalBench(window: .seconds(60), hold: hold)
    }

    mutating func deliver() {
        bench.arrive(records[delivered])
        delivered += 1
    }

    mutating func crash() {
        bench.crash()
        for record in records.prefix(delivered) where record.position.offset >= bench.offset ?? 0 {
            bench.arrive(record)
        }
    }

    /// - Returns: false when nothing is left to happen.
    mutating func move() throws -> Bool {
        if bench.open != nil, commitsFirst || bench.questions.isEmpty {
            try bench.commitOne()
        } else if let question = bench.questions.first {
            try answer(question)
        } else if !bench.timers.isEmpty {
            bench.wait(.seconds(130))
            bench.fireTimers()
        } else {
            return false
        }
        return true
    }

    private mutating func answer(_ question: PipelineAction) throws {
        switch question {
        case .obtainPermission: try bench.answerPermission()
        case .readMeeting: try bench.answerRead(isCancelled: mails > 0)
        case .readCalendar: try bench.answerCalendar(isCancelled: mails > 0)
        default:
            requests += 1
            let answer = requests == 1 ? first : .accepted
            if answer == .accepted || answer == .lostAndActed { mails += 1 }
            try bench.answerCancel(answer.result)
        }
    }
}

extension WithdrawalRun.FirstAnswer {
    fileprivate var result: Result<GraphTrace, ExchangeFailure> {
        switch self {
        case .accepted: .success(GraphTrace(status: 202))
        case .throttled: .failure(ExchangeFailure(kind: .throttled, verdict: .surelyNotProcessed))
        case .lostAndActed, .lostAndNotActed: .failure(ExchangeFailure(kind: .unavailable, verdict: .ambiguous))
        }
    }
}
