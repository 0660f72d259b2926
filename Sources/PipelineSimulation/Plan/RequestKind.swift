/// The requests that a worker's process sends: every one is a point where it may die and where the network may fail it.
package enum RequestKind: Int, Sendable, CaseIterable {
    case join, heartbeat, fetch, committedOffset, ledgerEnd, readLedger, commandEnd, countPartitions
    case initProducer, addPartitions, produce, addOffsets, commitOffsets, endTransaction
    case token, readMeeting, readCalendar, cancel
}
