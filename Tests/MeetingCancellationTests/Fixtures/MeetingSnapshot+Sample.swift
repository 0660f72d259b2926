import CommandContract
import MeetingCancellation

extension MeetingSnapshot {
    static func sample(
        id: String = "AAMk-1", iCalUId: String? = "uid-1", kind: Kind = .singleInstance, master: String? = nil,
        organizer: Bool = true, cancelled: Bool = false, start: Timestamp = Sample.start, attendees: Bool? = nil
    ) -> MeetingSnapshot {
        MeetingSnapshot(
            id: id, iCalUId: iCalUId, kind: kind, seriesMasterID: master, isOrganizer: organizer,
            isCancelled: cancelled, start: start, hasAttendees: attendees
        )
    }
}
