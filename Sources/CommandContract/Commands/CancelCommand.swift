/// `meeting.command.cancel.v1`: cancel one meeting, as its organizer.
package struct CancelCommand: Sendable, Equatable {
    package static let type = "meeting.command.cancel.v1"

    package let envelope: CommandEnvelope
    /// GUID or domain, lower case.
    package let tenant: String
    /// The cloud the sender believes the tenant to be in; a guard, never a choice.
    package let cloud: String?
    package let target: MeetingTarget
    /// A configured delegated account to act as; never beside `me`, which names one itself.
    package let delegate: String?
    package let calendar: CalendarSelector
    /// Graph's event id, case-sensitive.
    package let eventID: String
    package let extent: CancelExtent
    /// Sent to all attendees.
    package let comment: String?
    /// Nothing is done before, and until then the command can be taken back.
    package let notBefore: Timestamp?
    package let notAfter: Timestamp?
    package let allowStarted: Bool
    package let expectedStart: Timestamp?
    package let dryRun: Bool
}
