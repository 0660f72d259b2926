/// Why something could not be put into the world.
package enum WorldError: Error, Sendable, Hashable, CustomStringConvertible {
    case tenantUnknown(String)
    case mailboxUnknown(String)
    case calendarUnknown(String)
    case applicationUnknown(String)
    /// No sign-in with this user code waits for a decision.
    case signInUnknown(String)
    /// Not one X.509 certificate with an RSA key.
    case certificateInvalid
    /// Not an RSA public key in PEM.
    case keyInvalid
    /// The fixed id is already in use.
    case identifierTaken(String)
    /// Occurrences must be 1…1000, days between them 1…366, the duration positive.
    case recurrenceInvalid

    package var code: String {
        switch self {
        case .tenantUnknown: "tenantUnknown"
        case .mailboxUnknown: "mailboxUnknown"
        case .calendarUnknown: "calendarUnknown"
        case .applicationUnknown: "applicationUnknown"
        case .signInUnknown: "signInUnknown"
        case .certificateInvalid: "certificateInvalid"
        case .keyInvalid: "keyInvalid"
        case .identifierTaken: "identifierTaken"
        case .recurrenceInvalid: "recurrenceInvalid"
        }
    }

    package var description: String {
        switch self {
        case .tenantUnknown(let name): "there is no tenant '\(name)'"
        case .mailboxUnknown(let name): "the tenant has no mailbox '\(name)'"
        case .calendarUnknown(let id): "the mailbox has no calendar '\(id)'"
        case .applicationUnknown(let id): "the tenant has no application '\(id)'"
        case .signInUnknown(let code): "no sign-in with the user code '\(code)' waits for a decision"
        case .certificateInvalid: "the certificate is not one X.509 certificate with an RSA key, in PEM or DER"
        case .keyInvalid: "the key is not an RSA public key in PEM"
        case .identifierTaken(let id): "'\(id)' is already in use"
        case .recurrenceInvalid: "occurrences must be 1 to 1000, the days between them 1 to 366, the duration positive"
        }
    }
}
