import CommandContract

/// A record to be written, with what the judge has to know of it.
struct ScriptedRecord: Sendable {
    let kind: CrashKind
    let key: [UInt8]
    /// nil for a tombstone.
    let value: [UInt8]?
    var identity: CommandIdentity?
    var meeting: String?
}
