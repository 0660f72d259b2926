package import CommandContract

/// Why a command is held, though nothing is wrong with it.
package enum PauseCause: Hashable, Sendable {
    case ordered(PauseOrder)
    /// The last commands of its tenant, or account, all failed for this reason.
    case failing(OutcomeReason)

    /// For the outcome of a command whose deadline passes meanwhile.
    package var detail: String {
        switch self {
        case .ordered(let order):
            switch order.scope {
            case .everything: "everything is paused"
            case .source: "its source is paused"
            case .tenant: "its tenant is paused"
            }
        case .failing(let reason): reason.rawValue
        }
    }
}
