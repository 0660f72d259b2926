import ArgumentParser
import CommandContract

/// Which dead letters a command is about.
struct LetterOptions: ParsableArguments {
    @Option(help: "Only the group with this id, as list prints it.")
    var group: String?

    @Option(help: "Only letters of this tenant, as list prints it.")
    var tenant: String?

    @Option(help: "Only letters written at or after it: an RFC 3339 time, or so long ago, such as 24h.")
    var since: String?

    @Option(help: "Only letters written before it: an RFC 3339 time, or so long ago.")
    var until: String?

    @Option(help: "At most so many letters, the oldest first.")
    var limit: Int?

    mutating func validate() throws {
        guard (1...10_000_000).contains(limit ?? 1) else { throw ValidationError("--limit is 1 to 10000000") }
        if let group, group.utf8.count != 8 || !group.allSatisfy({ "0123456789abcdef".contains($0) }) {
            throw ValidationError("--group is the 8 digits that list prints")
        }
        for (name, text) in [("--since", since), ("--until", until)] {
            guard let text, Self.time(text, now: Timestamp(milliseconds: 0)) == nil else { continue }
            throw ValidationError("\(name) is an RFC 3339 time such as 2026-11-22T09:30:00Z, or a span such as 24h")
        }
    }

    /// Nothing narrows them down.
    var areAll: Bool { group == nil && tenant == nil && since == nil && until == nil && limit == nil }

    func selection(now: Timestamp) -> LetterSelection {
        LetterSelection(
            group: group, tenant: tenant?.lowercased(), since: since.flatMap { Self.time($0, now: now) },
            until: until.flatMap { Self.time($0, now: now) }, limit: limit
        )
    }

    private static func time(_ text: String, now: Timestamp) -> Timestamp? {
        if let span = ConfigurationDuration.parse(text) { return now + (.zero - span) }
        return Timestamp(rfc3339: text)
    }
}
