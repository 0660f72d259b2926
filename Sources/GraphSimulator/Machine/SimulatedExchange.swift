/// A request that arrived, how it was understood, and the fault that hits it.
struct SimulatedExchange: Sendable {
    enum Step: Sendable {
        /// Decided on arrival: not understood or not let in.
        case refuse(SimulatedAnswer)
        case token(TokenRequest)
        case deviceCode(TokenRequest)
        case managedIdentity(ManagedIdentityRequest)
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
        case .answer, .dropBeforeActing, .html: false
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

    /// Where the answer ends too early.
    var cut: AnswerCut? {
        if case .resetAfterBytes(let count)? = fault?.effect { return AnswerCut(at: .bytes(count), ending: .reset) }
        return fault?.cut
    }

    /// What the fault answers in place of the ordinary answer.
    var faultAnswer: SimulatedAnswer? {
        switch fault?.effect {
        case .answer(let answer), .answerAfterActing(let answer): written(answer)
        case .html(let status):
            SimulatedAnswer(status: status, page: "<!DOCTYPE html><title>Sign in</title><p>Please sign in.</p>")
        default: nil
        }
    }

    /// The ordinary answer as the fault lets it through.
    func altered(_ answer: SimulatedAnswer) -> SimulatedAnswer {
        guard case .expiresIn(let lifetime) = fault?.effect, var members = answer.body?.object,
            members["access_token"] != nil
        else { return answer }
        var answer = answer
        // App Service's form tells the moment alone.
        let names = ["expires_in", "expires_on"].filter { members[$0] != nil }
        for name in names { members[name] = lifetime.json == .null ? nil : lifetime.json }
        answer.body = .object(members)
        return answer
    }

    private func written(_ fault: FaultAnswer) -> SimulatedAnswer {
        var answer: SimulatedAnswer
        if case .managedIdentity(let identity) = step {
            answer = ManagedIdentityError(status: fault.status, error: fault.code, text: fault.message)
                .answer(identity.form)
        } else if operation.isOfEntra {
            answer = EntraError(status: fault.status, error: fault.code, number: fault.aadsts, text: fault.message)
                .answer(now: request.arrivedAt, traceID: request.requestID)
        } else {
            answer = GraphError(status: fault.status, code: fault.code, message: fault.message).answer(to: request)
        }
        if let retryAfter = fault.retryAfter { answer.headers.append(("retry-after", retryAfter)) }
        return answer
    }
}
