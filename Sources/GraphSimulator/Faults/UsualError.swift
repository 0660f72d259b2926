/// The errors a client of Graph has to live with, as the error mix draws them.
///
/// Statuses and codes are those of Graph's error page and throttling guide; the shares are ours: half of them 429.
enum UsualError: Sendable, CaseIterable {
    case throttled
    case busy
    case gatewayTimeoutBeforeActing
    case gatewayTimeoutAfterActing
    case internalError

    static func drawn(by random: inout SeededRandom) -> UsualError {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5: .throttled
        case 5..<7: .busy
        case 7: .gatewayTimeoutBeforeActing
        case 8: .gatewayTimeoutAfterActing
        default: .internalError
        }
    }

    /// What a rule with this error does; Entra names a passing failure differently.
    func effect(at operation: SimulatedOperation, using random: inout SeededRandom) -> FaultEffect {
        let seconds = String(Int.random(in: 1...3, using: &random))
        func answer(_ status: Int, _ code: String, retryAfter: String? = nil) -> FaultAnswer {
            let isEntra = operation.isOfEntra
            return FaultAnswer(
                status: status, code: isEntra ? "temporarily_unavailable" : code,
                message: "One of the usual errors, drawn by the simulator.", retryAfter: retryAfter
            )
        }
        return switch self {
        case .throttled: .answer(answer(429, "TooManyRequests", retryAfter: seconds))
        case .busy: .answer(answer(503, "serviceNotAvailable", retryAfter: seconds))
        case .gatewayTimeoutBeforeActing: .answer(answer(504, "UnknownError"))
        case .gatewayTimeoutAfterActing: .answerAfterActing(answer(504, "UnknownError"))
        case .internalError: .answer(answer(500, "ErrorInternalServerError"))
        }
    }
}
