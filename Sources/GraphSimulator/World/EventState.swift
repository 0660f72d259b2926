/// What became of one copy of a meeting.
package enum EventState: String, Sendable {
    case scheduled
    /// An attendee's copy after the organizer cancelled: still there, `isCancelled` is true.
    case cancelled
    /// The organizer's copy after a cancel: in Deleted Items, its ids answer 404.
    case deleted
}
