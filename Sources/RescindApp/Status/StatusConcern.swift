/// Why `rescind status` ends with 1, and what to do about it. The codes are the document's.
enum StatusConcern: String, Sendable, CaseIterable {
    case stuck
    case notReady
    case partitionBlocked
    case ledgerFull
    case restoreOverdue
    case laneHeld
    case paused

    var advice: String {
        switch self {
        case .stuck: "it is stuck: restart it"
        case .notReady: "it cannot work now: wait, and look into its log for what Kafka says"
        case .partitionBlocked:
            "a partition is blocked by a record that no topic takes: a right is missing or a limit too low, rescind check"
        case .ledgerFull:
            "a partition remembers as many commands as it may: raise limits.settledCommands, or shorten "
                + "limits.idempotencyWindow"
        case .restoreOverdue:
            "a partition cannot read its ledger: has it a leader, and is a foreign transaction open?"
        case .laneHeld: "a command keeps others waiting: see why above"
        case .paused: "something is paused: see what ends it above"
        }
    }
}
