@testable import rescind_lab

/// Doubts as topics and simulator would show them.
extension Doubt {
    /// A request acted, its answer was lost, and a look-up found out.
    static func found(_ command: String = "c") -> Doubt {
        var doubt = Doubt(command: command, meeting: "m of \(command)", kind: .acceptedReset)
        doubt.isCancelled = true
        doubt.mails = 1
        doubt.answer("cancelled", evidence: "inferred")
        return doubt
    }

    /// The first request did nothing, the second one cancelled.
    static func repeated(_ command: String = "c") -> Doubt {
        var doubt = Doubt(command: command, meeting: "m of \(command)", kind: .untouchedClosed)
        doubt.isCancelled = true
        doubt.mails = 1
        doubt.answer("cancelled", evidence: "acknowledged", attempts: 2)
        return doubt
    }

    mutating func answer(
        _ status: String, _ reason: String? = nil, evidence: String? = nil, attempts: Int = 1, isPrimary: Bool = true
    ) {
        outcomes.append(
            DoubtOutcome(
                id: "\(outcomes.count)", status: status, reason: reason ?? status, evidence: evidence,
                attempts: attempts,
                isPrimary: isPrimary
            )
        )
    }
}
