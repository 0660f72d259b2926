import CommandContract
import MeetingCancellation

/// Reads what the file of pauses says.
struct PauseList: Sendable {
    /// Entries of one file; whoever needs more pauses everything.
    static let maximumEntries = 100

    /// The file's name, for errors.
    let file: String
    let scopes: PauseScopes

    /// - Parameter text: nil when there is no file, which pauses nothing. An empty one is an error: it may be one that is just
    ///   being written.
    /// - Throws: `ConfigurationError` for the first wrong key, which never tells a value.
    func entries(in text: String?) throws(ConfigurationError) -> [PauseEntry] {
        guard let text else { return [] }
        var root = try ConfigurationNode(file: file, text: text, environment: [:])
        guard root.has(Self.key) else {
            throw root.error(Self.key, "is required; [] when nothing is paused")
        }
        var entries: [PauseEntry] = []
        for node in try root.mappings(Self.key) {
            guard entries.count < Self.maximumEntries else {
                throw root.error(Self.key, "must not have more than \(Self.maximumEntries) entries")
            }
            let entry = try entry(node)
            guard !entries.contains(where: { $0.scope == entry.scope }) else {
                throw node.error(entry.subject.key, "is paused by an entry before this one already")
            }
            entries.append(entry)
        }
        try root.finish()
        return entries
    }

    static let key = "pauses"

    private func entry(_ mapping: ConfigurationNode) throws(ConfigurationError) -> PauseEntry {
        var node = mapping
        let subject = try subject(&node)
        guard let scope = scopes.scope(of: subject) else {
            throw node.error(subject.key, "is not listed under \(subject.key)s of the configuration")
        }
        let reason = try node.required("reason")
        guard PauseEntry.isReason(reason) else { throw node.error("reason", PauseEntry.reasonRule) }
        let since = try since(&node)
        try node.finish()
        return PauseEntry(subject: subject, scope: scope, reason: reason, since: since)
    }

    private func subject(_ node: inout ConfigurationNode) throws(ConfigurationError) -> PauseSubject {
        let isEverything = node.has("everything")
        if isEverything, try !node.flag("everything", default: true) {
            throw node.error("everything", "must be true; remove the entry to resume")
        }
        let named = [
            isEverything ? PauseSubject.everything : nil, try node.text("source").map { .source($0) },
            try node.text("tenant").map { .tenant($0) },
        ].compactMap(\.self)
        guard let subject = named.first, named.count == 1 else {
            throw node.error(
                named.last?.key ?? "everything", "exactly one of everything, source and tenant is required")
        }
        return subject
    }

    private func since(_ node: inout ConfigurationNode) throws(ConfigurationError) -> Timestamp? {
        guard let text = try node.text("since") else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw node.error("since", "must be an RFC 3339 time such as 2026-11-26T16:30:00Z")
        }
        return time
    }
}
