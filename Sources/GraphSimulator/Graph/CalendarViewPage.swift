import FoundationEssentials

/// The query of a calendar view: its window and which page of it.
struct CalendarViewPage: Sendable {
    let from: Date
    let to: Date
    let size: Int
    let skip: Int

    /// - Throws: a 400 when a bound is missing or unreadable, or the window is empty.
    init(query: FormBody, preferences: GraphPreferences) throws(GraphError) {
        guard let start = query["startDateTime"], let end = query["endDateTime"] else {
            throw .badRequest("A calendar view needs the query parameters startDateTime and endDateTime.")
        }
        guard let from = GraphTime.parse(start), let to = GraphTime.parse(end), from < to else {
            throw .badRequest("The time window of the calendar view is not valid.")
        }
        let wanted = query["$top"].flatMap { Int($0) } ?? preferences.maxPageSize ?? 10
        guard 1...1000 ~= wanted else { throw .badRequest("The limit of '1000' for Top query has been exceeded.") }
        self.from = from
        self.to = to
        size = wanted
        skip = max(0, query["$skip"].flatMap { Int($0) } ?? 0)
    }

    /// The URL of the page after this one: the request's own, with `$skip` moved on.
    func nextLink(root: String, path: Substring, query: FormBody) -> String {
        let kept = query.all.filter { $0.0 != "$skip" }.sorted { $0.0 < $1.0 }
        let pairs = (kept + [("$skip", String(skip + size))]).map { "\($0.0)=\(PercentEncoding.encode($0.1))" }
        return "\(root)\(path)?\(pairs.joined(separator: "&"))"
    }
}
