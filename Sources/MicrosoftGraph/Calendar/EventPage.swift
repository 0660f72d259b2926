/// One page of a calendar view.
struct EventPage: Decodable {
    let events: [CalendarEvent]
    let nextLink: String?

    enum CodingKeys: String, CodingKey {
        case events = "value"
        case nextLink = "@odata.nextLink"
    }
}
