/// Turns an unsuccessful answer into a `GraphError`: the one place where statuses and codes get their meaning.
enum AnswerClassifier {
    /// The second sentence of the message the `event: cancel` page gives for an attendee's call. Its code is not
    /// documented, which makes this one of the two places where a message is looked at.
    private static let organizerSentence = "You need to be an organizer to cancel a meeting."
    /// The other: a token of one cloud at another's Graph has the code of any refused token, and this in its message (seen
    /// in 2026 where a worldwide token was shown to `graph.microsoft.us`).
    private static let wrongCloudWord = "InvalidCloudInstance"

    static func error(for answer: TransportAnswer, clientRequestID: ClientRequestID) -> GraphError {
        let envelope = GraphErrorEnvelope(answer.body)
        let code = envelope?.code
        let retryAfter = answer.retryAfter
        let kind = challenge(of: answer).map { .unauthorized(claims: $0) } ?? kind(of: answer, envelope: envelope)
        return GraphError(
            kind: kind,
            verdict: verdict(status: answer.status, code: code, kind: kind),
            clientRequestID: clientRequestID,
            status: answer.status,
            graphCode: code,
            requestID: answer.identifier("request-id") ?? envelope?.requestID,
            date: answer.date,
            retryAfter: retryAfter.delay,
            retryAfterFaults: retryAfter.faults
        )
    }

    static func error(for failure: TransportFailure, clientRequestID: ClientRequestID) -> GraphError {
        let (kind, verdict): (GraphErrorKind, GraphVerdict) =
            switch failure.kind {
            case .connectFailed: (.connectFailed, .surelyNotProcessed)
            case .timeout: (.timeout, .ambiguous)
            case .connectionLost: (.connectionLost, .ambiguous)
            case .unreadable: (.unreadableAnswer, .ambiguous)
            case .abandoned(beforeSending: true): (.abandoned, .surelyNotProcessed)
            case .abandoned(beforeSending: false): (.abandoned, .ambiguous)
            }
        return GraphError(kind: kind, verdict: verdict, clientRequestID: clientRequestID, detail: failure.detail)
    }

    /// A claims challenge is about the token and comes before the action, under 403 too (Graph "Error responses").
    private static func challenge(of answer: TransportAnswer) -> Secret? {
        guard answer.status == 401 || answer.status == 403 else { return nil }
        return AuthenticateChallenge.claims(in: answer.values(of: "www-authenticate"))
    }

    private static func kind(of answer: TransportAnswer, envelope: GraphErrorEnvelope?) -> GraphErrorKind {
        switch answer.status {
        case 300..<400: .redirected
        case 401 where envelope?.message?.contains(wrongCloudWord) == true: .wrongCloud
        case 401: .unauthorized(claims: nil)
        case 429: .throttled
        case 409, 412: .conflict
        case 400, 403, 404, 410: refusal(answer.status, envelope)
        case 405, 406, 411, 413, 414, 415, 431: .invalidRequest
        case 500...: .serverError
        default: .unexpectedStatus
        }
    }

    private static func refusal(_ status: Int, _ envelope: GraphErrorEnvelope?) -> GraphErrorKind {
        // "Not found" in a proxy's words is not Graph's word on an event.
        guard let code = envelope?.code else { return .unexpectedStatus }
        if GraphCodes.mailbox.contains(code) { return .mailboxUnavailable }
        if GraphCodes.item.contains(code) { return .itemNotFound }
        if GraphCodes.conflict.contains(code) { return .conflict }
        switch status {
        case 403: return .forbidden
        case 404, 410: return .itemNotFound
        default:
            let isOrganizerSentence = envelope?.message?.contains(organizerSentence) ?? false
            return isOrganizerSentence || GraphCodes.notOrganizer.contains(code) ? .notOrganizer : .invalidRequest
        }
    }

    /// - 401 and 429 are given before the action runs.
    /// - 400, 403, 404, 410 and the statuses about a request's form refuse it as it stands, unless the code names a
    ///   fault midway, or no code can be read: then a proxy may have spoken, or the code that would say so is cut off.
    /// - 409 and 412 stay in doubt: the conflict may be with an earlier cancel of the same event, and Exchange can
    ///   notice it when it saves, after the mail has been sent.
    /// - 3xx stays in doubt: Graph documents none for this action, so what answered is not known, and a proxy could as
    ///   well have passed the request on.
    /// - Everything else, 503 included, says nothing about what was done before it.
    private static func verdict(status: Int, code: String?, kind: GraphErrorKind) -> GraphVerdict {
        switch kind {
        // Also under a 403: the challenge comes before the action.
        case .unauthorized: return .surelyNotProcessed
        case .wrongCloud: return .permanent
        default: break
        }
        switch status {
        case 401, 429: return .surelyNotProcessed
        case 400, 403, 404, 405, 406, 410, 411, 413, 414, 415, 431:
            guard let code, !GraphCodes.midway.contains(code), !GraphCodes.conflict.contains(code) else {
                return .ambiguous
            }
            return .permanent
        default: return .ambiguous
        }
    }
}
