import CommandContract

/// Holds every source to its caps, by what this worker has let through since it started.
///
/// In memory only and per worker: with several replicas a source may get as many times the cap as there are owners of its
/// partitions, and a restart begins anew. A cap that counted across workers would need a place to count in, and every command
/// would wait for it. Kept commands go on after a restart without being counted: they were let through before.
package struct CommandRates: Sendable {
    private var windows: [String: [RateWindow]] = [:]

    /// - Parameter caps: by source; a source that is not among them has none.
    package init(_ caps: [String: RateCaps]) {
        windows = caps.mapValues { caps in
            [caps.perMinute.map(RateWindow.minute), caps.perDay.map(RateWindow.day)].compactMap(\.self)
        }
    }

    /// A new command of `source` has come: counts it, or says why it is not let through.
    /// - Parameter uptime: never less than at the last call. Not civil time, which somebody may set.
    package mutating func admit(_ source: String, at uptime: Duration) -> Refusal? {
        guard var own = windows[source], !own.isEmpty else { return nil }
        var isFull = false
        for index in own.indices where !own[index].hasRoom(at: uptime) { isFull = true }
        if !isFull { for index in own.indices { own[index].count(at: uptime) } }
        windows[source] = own
        return isFull ? Refusal(.rateCapExceeded, detail: "perMinute or perDay") : nil
    }
}
