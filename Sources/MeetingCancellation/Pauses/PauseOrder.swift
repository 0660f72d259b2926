package import CommandContract

/// A person's word that nothing is to be asked of Graph for some commands until it is taken back.
package struct PauseOrder: Hashable, Sendable {
    package enum Scope: Hashable, Sendable {
        case everything
        /// A CloudEvents source, byte for byte.
        case source(String)
        /// Directory GUID, lower case.
        case tenant(String)
    }

    package let scope: Scope
    /// Why, in the words of whoever paused it; shown to people only.
    package let reason: String
    package let since: Timestamp

    package init(_ scope: Scope, reason: String, since: Timestamp) {
        self.scope = scope
        self.reason = reason
        self.since = since
    }
}
