/// A request that arrived, how it was understood, and the fault that hits it.
struct SimulatedExchange: Sendable {
    enum Step: Sendable {
        /// Decided on arrival: not understood or not let in.
        case refuse(SimulatedAnswer)
        case token(tenant: String)
        case metadata(tenant: String)
        case graph(GraphRoute, GraphCaller)
    }

    let sequence: Int
    let request: SimulatedRequest
    let operation: SimulatedOperation
    let step: Step
    let fault: FaultRule?
    /// The name of the fault in the log.
    let faultName: String?
    /// The place it takes among the requests for its mailbox, given back when it ends.
    let lane: MailboxConcurrency.Lane?

    /// Whether the request is carried out at all.
    var acts: Bool {
        switch fault?.effect {
        case .answer, .dropBeforeActing: false
        default: true
        }
    }

    /// Whether the connection is closed in place of an answer.
    var drops: Bool {
        switch fault?.effect {
        case .dropBeforeActing, .dropAfterActing: true
        default: false
        }
    }

    /// After how many bytes of the answer the connection is reset.
    var resetAfterBytes: Int? {
        if case .resetAfterBytes(let count) = fault?.effect { count } else { nil }
    }

    /// What the fault answers in place of the ordinary answer.
    var faultAnswer: SimulatedAnswer? {
        switch fault?.effect {
        case .answer(let answer), .answerAfterActing(let answer): written(answer)
        default: nil
        }
    }

    private func written(_ fault: FaultAnswer) -> SimulatedAnswer {
        var answer: SimulatedAnswer
        switch operation {
        case .token, .metadata:
            answer = EntraError(status: fault.status, error: fault.code, number: 90033, text: fault.message)
                .answer(now: request.arrivedAt, traceID: request.requestID)
        default:
            answer = GraphError(status: fault.status, code: fault.code, message: fault.message).answer(to: request)
        }
        if let retryAfter = fault.retryAfter { answer.headers.append(("retry-after", retryAfter)) }
        return answer
    }
}
