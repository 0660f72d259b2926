package import CommandContract

/// Something that is paused: by whom or why, and what lets it go on.
package struct PauseView: Hashable, Sendable {
    package enum Kind: String, Sendable { case everything, source, tenant }

    package let kind: Kind
    /// The source or the tenant's GUID; nil for everything.
    package let name: String?
    package let reason: String
    package let since: Timestamp
    /// What ends it, as a text for people.
    package let endsBy: String

    package init(kind: Kind, name: String?, reason: String, since: Timestamp, endsBy: String) {
        self.kind = kind
        self.name = name
        self.reason = reason
        self.since = since
        self.endsBy = endsBy
    }
}
