import CommandContract

/// What the worker said of a command.
struct DoubtOutcome: Sendable, Hashable {
    let id: String
    let status: String
    let reason: String
    let evidence: String?
    let attempts: Int
    let isPrimary: Bool

    var isCancelled: Bool { status == OutcomeStatus.cancelled.rawValue }
    var isUnresolved: Bool { status == OutcomeStatus.unresolved.rawValue }

    var text: String { status == reason ? status : "\(status) \(reason)" }
}

extension DoubtOutcome {
    init(_ outcome: ObservedOutcome) {
        self.init(
            id: outcome.id, status: outcome.status, reason: outcome.reason, evidence: outcome.evidence,
            attempts: outcome.attempts, isPrimary: outcome.isPrimary
        )
    }
}
