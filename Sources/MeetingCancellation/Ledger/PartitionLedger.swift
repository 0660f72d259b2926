package import CommandContract

/// What the ledger says of one partition: restored from its records, then changed with every record that is staged.
///
/// It is the *staged* state: decisions must see what is on its way already, or two records of one command that stand in one
/// batch would both be new. Nothing is ever rolled back, because a batch that was aborted is staged again as it was.
package struct PartitionLedger: Sendable {
    /// A command that is not settled, as the ledger's last record of it says.
    package struct Open: Sendable, Equatable {
        package var command: KeptCommand
        package var isAttempting: Bool
    }

    private let window: Duration
    private var settled = SettledIndex()
    private var cancelled = CancelledMeetings()
    /// Restored, until they are taken over.
    private var restored: [IdentityHash: Open] = [:]
    package private(set) var position: LedgerPosition?
    /// The latest time of a ledger record: the broker's, or this machine's where the broker tells none. Windows count by it.
    package private(set) var time: Timestamp?

    /// - Parameter window: how long a settled command is remembered.
    package init(window: Duration) { self.window = window }

    // MARK: Restoring

    /// - Parameter value: nil for a tombstone.
    package mutating func restore(
        key: [UInt8], value: [UInt8]?, recorded: Timestamp?
    ) throws(LedgerRecord.CodingFailure) {
        // A key of a later version: its value would not be understood either.
        guard let key = LedgerKey(key) else { throw .malformed }
        if let recorded { passed(to: recorded) }
        guard let value else {
            if case .command(let hash) = key { forget(hash) }
            return
        }
        switch (key, try LedgerRecord(value, recorded: recorded)) {
        case (.position, .position(let position)): self.position = position
        case (.command(let hash), .waiting(let command)): reopen(hash, command, isAttempting: false)
        case (.command(let hash), .attempting(let command)): reopen(hash, command, isAttempting: true)
        case (.command(let hash), .settled(let command, let meeting)):
            settle(hash, command)
            if let meeting {
                cancelled.insert(meeting, settled: max(command.settled, meeting.settled ?? command.settled))
            }
        default: throw .malformed
        }
    }

    private mutating func reopen(_ hash: IdentityHash, _ command: KeptCommand, isAttempting: Bool) {
        settled.forget(hash)
        restored[hash] = Open(command: command, isAttempting: isAttempting)
    }

    private mutating func forget(_ hash: IdentityHash) {
        restored[hash] = nil
        settled.forget(hash)
    }

    /// The commands that were not settled, in the order of their records: a ledger lists them by their last change, and two
    /// commands for one meeting would change places (promise P6).
    package mutating func takeRestored() -> [(IdentityHash, Open)] {
        defer { restored = [:] }
        let isReversed = PlantedFault.isOn(.restoredInLedgerOrder)
        return restored.sorted { ($0.value.command.offset < $1.value.command.offset) != isReversed }.map {
            ($0.key, $0.value)
        }
    }

    // MARK: Staging

    private mutating func settle(_ hash: IdentityHash, _ command: SettledCommand) {
        restored[hash] = nil
        settled.insert(command, for: hash)
    }

    /// Settled, but not yet committed: its window has not begun, however long the commit takes.
    package mutating func stage(_ hash: IdentityHash, _ command: SettledCommand) {
        settle(hash, command.dated(SettledCommand.notCommitted))
    }

    /// What was staged is committed; the window begins.
    package mutating func windowBegins(_ hash: IdentityHash) {
        guard let time, let command = settled[hash] else { return }
        settled.date(hash, command.dated(time))
    }

    /// - Parameter time: civil time, or the broker's if that is later.
    package mutating func stage(_ meeting: CancelledMeeting, at time: Timestamp) {
        cancelled.insert(meeting, settled: time)
    }

    package mutating func moved(to position: LedgerPosition) { self.position = position }

    package mutating func passed(to time: Timestamp) { self.time = max(time, self.time ?? time) }

    // MARK: Asking

    /// nil too for a command that was settled before the window.
    /// - Parameter unread: records from here on are delivered again after a restart. A command of one of them is known whatever
    ///   the window: used anew, its identity would not tell that record's second delivery any more.
    package func settled(_ hash: IdentityHash, unread: Int64? = nil) -> SettledCommand? {
        settled[hash].flatMap { entry in
            if let unread, entry.offset >= unread { return entry }
            return isBeforeWindow(entry.settled) ? nil : entry
        }
    }

    /// Whether that very record was settled, however long ago.
    package func holds(_ hash: IdentityHash, offset: Int64, timestamp: Timestamp?) -> Bool {
        settled[hash]?.isOf(offset: offset, timestamp: timestamp) == true
    }

    /// Whether a command of this record could have been settled and forgotten.
    package func isBeforeWindow(_ recorded: Timestamp) -> Bool {
        let window = PlantedFault.isOn(.forgottenTooEarly) ? window / 8 : window
        return time.map { recorded + window < $0 } ?? false
    }

    /// Forgets what was settled before the window.
    /// - Parameter position: records from here on are delivered again after a restart, and must be known then.
    /// - Returns: the keys to be written as tombstones, at most `count`.
    package mutating func forgetOldest(_ count: Int, before position: Int64) -> [IdentityHash] {
        guard let time else { return [] }
        return settled.forgetOldest(settledBefore: time - window, before: position, count: count)
    }

    /// nil too for one that so many others were cancelled after that it is forgotten.
    package func cancelled(_ meeting: MeetingHash) -> (meeting: CancelledMeeting, settled: Timestamp)? {
        cancelled[meeting]
    }

    package var settledCount: Int { settled.count }
    /// Of the command that was settled longest ago.
    package var oldestOffset: Int64? { settled.oldestOffset }
    /// About what it costs in memory.
    package var bytes: Int { settled.bytes + restored.values.reduce(0) { $0 + $1.command.bytes } }
}

extension Timestamp {
    fileprivate static func - (left: Timestamp, right: Duration) -> Timestamp { left + (.zero - right) }
}
