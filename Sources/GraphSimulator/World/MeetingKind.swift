/// What is put on the calendar.
package enum MeetingKind: Sendable, Hashable {
    case singleInstance
    /// A series master with this many occurrences, each with an id of its own.
    case series(occurrences: Int, everyDays: Int = 1)
}
