/// What a request wants, as the log and the fault rules name it.
package enum SimulatedOperation: String, Sendable, CaseIterable {
    /// Entra's token endpoint.
    case token
    /// Entra's endpoint that begins a sign-in by device code.
    case deviceCode
    /// A machine's identity endpoint.
    case managedIdentity
    /// Entra's OpenID metadata.
    case metadata
    /// `GET …/events/{id}`
    case read
    case calendarView
    case cancel
    /// Anything the simulator does not serve.
    case other

    /// Whether it is answered by an authority (or a machine in its place) and not by Graph.
    package var isOfEntra: Bool {
        switch self {
        case .token, .deviceCode, .managedIdentity, .metadata: true
        case .read, .calendarView, .cancel, .other: false
        }
    }
}
