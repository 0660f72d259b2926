import CommandContract

/// One record of the demo and everything that must come of it.
struct DemoCase: Sendable {
    /// What the simulator must show afterwards.
    enum Effect: Sendable, Equatable {
        /// The organizer's copy is gone, and each attendee got exactly one mail.
        case cancelled(eventID: String, mails: Int)
        case untouched(eventID: String)
        /// The command names no event of the simulator, or another record's case tells.
        case none
    }

    /// Its kind, one line of the table.
    let kind: String
    /// What the second record of a kind is; a line of its own.
    var second: String?
    /// The command's id; nil when the record says none that can be read.
    let id: String?
    let key: [UInt8]?
    let value: [UInt8]?
    let headers: [RecordHeader]
    let reason: OutcomeReason
    let evidence: OutcomeEvidence?
    let attempts: Int
    let effect: Effect
    /// False for a repetition of a command.
    var isPrimary = true
    /// Sent when everything before has its outcome.
    var isLate = false

    var name: String { second.map { "\(kind), \($0)" } ?? kind }
    var label: String { second.map { "  \($0)" } ?? kind }
}
