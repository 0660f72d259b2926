/// What a request wants, as the log and the fault rules name it.
package enum SimulatedOperation: String, Sendable, CaseIterable {
    /// Entra's token endpoint.
    case token
    /// Entra's OpenID metadata.
    case metadata
    /// `GET …/events/{id}`
    case read
    case calendarView
    case cancel
    /// Anything the simulator does not serve.
    case other
}
