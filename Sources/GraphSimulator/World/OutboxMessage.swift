package import FoundationEssentials

/// A cancellation message to one attendee.
package struct OutboxMessage: Sendable, Hashable {
    package let sentAt: Date
    package let tenant: String
    package let from: String
    package let to: String
    package let subject: String
    package let comment: String?
    package let iCalUId: String
    /// The event id in the organizer's mailbox.
    package let eventID: String
    /// Start of the cancelled meeting or occurrence; of a series, its first one.
    package let start: Date
    /// `request-id` of the answer to the cancel that sent it.
    package let requestID: String
}
