#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// One event as one mailbox sees it (Graph "event resource type"), as far as a cancellation needs to know it.
package struct CalendarEvent: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The event's place in a series.
    package enum EventType: String, Hashable, Sendable {
        case singleInstance
        case occurrence
        case exception
        case seriesMaster
    }

    /// The immutable id: it survives moves within the mailbox, Deleted Items included.
    package let id: String
    /// The same in the organizer's and all attendees' mailboxes.
    package let iCalUId: String?
    package let type: EventType
    /// The series an occurrence or exception belongs to.
    package let seriesMasterId: String?
    /// Whether the calendar's owner organizes it, also when a delegate did so for the owner.
    package let isOrganizer: Bool
    package let isCancelled: Bool
    package let start: Date
    /// Whether anybody was invited; nil unless the read asked for it. Who they are is not kept.
    package let hasAttendees: Bool?

    package init(
        id: String,
        iCalUId: String?,
        type: EventType,
        seriesMasterId: String?,
        isOrganizer: Bool,
        isCancelled: Bool,
        start: Date,
        hasAttendees: Bool? = nil
    ) {
        self.id = id
        self.iCalUId = iCalUId
        self.type = type
        self.seriesMasterId = seriesMasterId
        self.isOrganizer = isOrganizer
        self.isCancelled = isCancelled
        self.start = start
        self.hasAttendees = hasAttendees
    }

    /// Without ids: an interpolated event must not carry them into a log.
    package var description: String { "CalendarEvent(\(type.rawValue))" }
    package var customMirror: Mirror { Mirror(self, children: ["type": type]) }
}
