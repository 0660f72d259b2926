package import FoundationEssentials

/// The ids under which a new meeting can be addressed.
package struct MeetingIDs: Sendable, Hashable {
    /// One occurrence of a series.
    package struct Occurrence: Sendable, Hashable {
        package let start: Date
        /// In the organizer's mailbox.
        package let id: String
        /// Event id by the attendee's object id.
        package let attendeeCopies: [String: String]
    }

    /// The organizer's copy; of a series, its master.
    package let organizerEventID: String
    /// What `Prefer: IdType="ImmutableId"` gives for the organizer's copy.
    package let organizerImmutableID: String
    package let iCalUId: String
    /// Event id by the attendee's object id, for attendees who have a mailbox here.
    package let attendeeCopies: [String: String]
    /// In order of start; empty unless a series.
    package let occurrences: [Occurrence]
}
