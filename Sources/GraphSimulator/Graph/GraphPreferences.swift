/// The `Prefer` headers the simulator honours.
struct GraphPreferences: Sendable, Hashable {
    /// `IdType="ImmutableId"`: answer with the id that survives a move between folders.
    private(set) var immutableIDs = false
    /// `odata.maxpagesize=n`
    private(set) var maxPageSize: Int?
    /// The preferences above as they were sent, for `Preference-Applied`.
    private(set) var applied: [String] = []

    /// - Parameter headers: values of all `Prefer` headers; one may carry several preferences.
    init(_ headers: [String]) {
        for raw in headers.flatMap({ $0.split(separator: ",") }) {
            let preference = raw.drop { $0 == " " }
            let folded = preference.lowercased().filter { $0 != " " }
            switch folded {
            case "idtype=\"immutableid\"":
                immutableIDs = true
            // Times are always told in UTC, which is Graph's default.
            case "outlook.timezone=\"utc\"":
                break
            case let size where size.hasPrefix("odata.maxpagesize="):
                maxPageSize = Int(size.dropFirst("odata.maxpagesize=".count))
            default:
                continue
            }
            applied.append(String(preference))
        }
    }

    var headers: [(name: String, value: String)] {
        applied.isEmpty ? [] : [("preference-applied", applied.joined(separator: ", "))]
    }
}
