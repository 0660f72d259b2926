/// Why something could not be put into the world.
package enum WorldError: Error, Sendable, Hashable, CustomStringConvertible {
    case tenantUnknown(String)
    case mailboxUnknown(String)
    case calendarUnknown(String)
    /// The fixed id is already in use.
    case identifierTaken(String)
    /// Occurrences must be 1…1000, days between them 1…366, the duration positive.
    case recurrenceInvalid

    package var code: String {
        switch self {
        case .tenantUnknown: "tenantUnknown"
        case .mailboxUnknown: "mailboxUnknown"
        case .calendarUnknown: "calendarUnknown"
        case .identifierTaken: "identifierTaken"
        case .recurrenceInvalid: "recurrenceInvalid"
        }
    }

    package var description: String {
        switch self {
        case .tenantUnknown(let name): "there is no tenant '\(name)'"
        case .mailboxUnknown(let name): "the tenant has no mailbox '\(name)'"
        case .calendarUnknown(let id): "the mailbox has no calendar '\(id)'"
        case .identifierTaken(let id): "'\(id)' is already in use"
        case .recurrenceInvalid: "occurrences must be 1 to 1000, the days between them 1 to 366, the duration positive"
        }
    }
}
