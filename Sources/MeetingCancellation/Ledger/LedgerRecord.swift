/// The value of a ledger record: what state its key is in from now on. A record without a value (a tombstone) forgets the key.
///
/// ```
/// (new) → waiting → attempting → settled → (forgotten)
///            ▲          │
///            └──────────┘ surely not processed, try later
/// ```
package enum LedgerRecord: Hashable, Sendable {
    case position(LedgerPosition)
    /// Kept for later; no request has left that could have acted.
    case waiting(KeptCommand)
    /// A request may have left. Whoever restores this looks the meeting up before anything else.
    case attempting(KeptCommand)
    /// With the meeting, if the command has cancelled it.
    case settled(SettledCommand, CancelledMeeting? = nil)
}
