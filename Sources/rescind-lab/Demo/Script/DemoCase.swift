import CommandContract

/// One record of the demo and everything that must come of it.
struct DemoCase: Sendable {
    /// What the simulator must show afterwards.
    enum Effect: Sendable, Equatable {
        /// The organizer's copy is gone, and each attendee got exactly one mail.
        case cancelled(eventID: String, mails: Int)
        case untouched(eventID: String)
        /// The command names no event of the simulator.
        case none
    }

    /// Its kind, one line of the table.
    let kind: String
    /// The command's id; nil when the record says none that can be read.
    let id: String?
    let key: [UInt8]?
    let value: [UInt8]?
    let headers: [RecordHeader]
    let reason: OutcomeReason
    let evidence: OutcomeEvidence?
    let attempts: Int
    let effect: Effect
}
