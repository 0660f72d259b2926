package import CommandContract

/// A meeting as Graph showed it in one read: the facts the guards need, and the witness for a later look-up.
package struct MeetingSnapshot: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case singleInstance, occurrence, exception, seriesMaster
        /// A type this version does not know.
        case unknown
    }

    /// Immutable id.
    package let id: String
    package let iCalUId: String?
    package let kind: Kind
    package let seriesMasterID: String?
    package let isOrganizer: Bool
    package let isCancelled: Bool
    package let start: Timestamp
    /// nil where nobody asked, and in what the ledger keeps: it is looked at once, right after the read.
    package let hasAttendees: Bool?

    package init(
        id: String, iCalUId: String?, kind: Kind, seriesMasterID: String?, isOrganizer: Bool, isCancelled: Bool,
        start: Timestamp, hasAttendees: Bool? = nil
    ) {
        self.id = id
        self.iCalUId = iCalUId
        self.kind = kind
        self.seriesMasterID = seriesMasterID
        self.isOrganizer = isOrganizer
        self.isCancelled = isCancelled
        self.start = start
        self.hasAttendees = hasAttendees
    }

    /// Whether an entry of a calendar view is this meeting; a view shows a series by its occurrences.
    func isShown(by entry: MeetingSnapshot) -> Bool {
        entry.id == id || entry.seriesMasterID == id || (iCalUId != nil && entry.iCalUId == iCalUId)
    }
}
