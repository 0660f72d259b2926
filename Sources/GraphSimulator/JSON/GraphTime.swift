import FoundationEssentials

/// The date spellings of Graph, Entra and the control API.
enum GraphTime {
    /// `2026-11-23T09:00:00.0000000`, the `dateTime` of a `dateTimeTimeZone`, in UTC.
    static func dateTime(_ date: Date) -> String {
        seconds(date) + ".0000000"
    }

    /// `2026-11-23T09:00:00`, the `date` of an `innerError`, in UTC.
    static func seconds(_ date: Date) -> String {
        String(timestamp(date).dropLast())
    }

    /// `2026-11-23T09:00:00Z`.
    static func timestamp(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle())
    }

    /// Reads ISO 8601 with or without fraction and zone; a missing zone means UTC, as in `calendarView`.
    static func parse(_ text: String) -> Date? {
        var clean = text
        if !clean.contains("T") { clean += "T00:00:00" }
        if let dot = clean.firstIndex(of: ".") {
            let end = clean[clean.index(after: dot)...].firstIndex { !("0"..."9").contains($0) } ?? clean.endIndex
            clean.removeSubrange(dot..<end)
        }
        let time = clean.drop { $0 != "T" }
        if !time.contains(where: { "Z+-".contains($0) }) { clean += "Z" }
        return try? Date.ISO8601FormatStyle().parse(clean)
    }
}
