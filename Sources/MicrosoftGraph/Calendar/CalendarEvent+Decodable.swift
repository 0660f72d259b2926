#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension CalendarEvent: Decodable {
    /// What a read asks for, and no more: neither subject nor attendees are taken into this process.
    static let selection = "id,iCalUId,type,seriesMasterId,isOrganizer,isCancelled,start"
    /// Graph tells of no number of attendees, so that they have to be asked for to learn whether there are any.
    static let selectionWithAttendees = selection + ",attendees"

    /// Every property a decision rests on must be there; a guessed default could cancel somebody else's meeting.
    package init(from decoder: any Decoder) throws {
        let event = try decoder.container(keyedBy: CodingKeys.self)
        let typeName = try event.decode(String.self, forKey: .type)
        guard let type = EventType(rawValue: typeName) else {
            throw DecodingError.dataCorruptedError(forKey: .type, in: event, debugDescription: "unknown event type")
        }
        let id = try event.decode(String.self, forKey: .id)
        guard !id.isEmpty else {
            throw DecodingError.dataCorruptedError(forKey: .id, in: event, debugDescription: "empty")
        }
        let start = try event.decode(Start.self, forKey: .start)
        guard start.timeZone == "UTC", let instant = GraphDateTime.date(start.dateTime) else {
            throw DecodingError.dataCorruptedError(forKey: .start, in: event, debugDescription: "not a UTC time")
        }
        self.init(
            id: id,
            iCalUId: try event.decodeIfPresent(String.self, forKey: .iCalUId),
            type: type,
            seriesMasterId: try event.decodeIfPresent(String.self, forKey: .seriesMasterId),
            isOrganizer: try event.decode(Bool.self, forKey: .isOrganizer),
            isCancelled: try event.decode(Bool.self, forKey: .isCancelled),
            start: instant,
            hasAttendees: try event.decodeIfPresent([Attendee].self, forKey: .attendees).map { !$0.isEmpty }
        )
    }

    private enum CodingKeys: CodingKey {
        case id, iCalUId, type, seriesMasterId, isOrganizer, isCancelled, start, attendees
    }

    /// Counted, never read.
    private struct Attendee: Decodable {}

    private struct Start: Decodable {
        let dateTime: String
        let timeZone: String
    }
}
