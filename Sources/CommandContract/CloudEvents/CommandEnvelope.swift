/// What a command's CloudEvents envelope says beside its data; echoed in the outcome.
package struct CommandEnvelope: Sendable, Equatable {
    package let identity: CommandIdentity
    package let type: String
    /// Of the type and the data; nil until the data was read.
    package var content: ContentHash?
    /// CloudEvents `expirytime`: the command must not be acted on at or after it.
    package var expiry: Timestamp?
    package var correlationID: String?
    /// W3C trace context of the command's origin; a malformed one is dropped rather than refused, as the standard asks.
    package var traceparent: String?
    package var tracestate: String?
    /// nil for a command that was not sent again out of the dead letters.
    package var replay: ReplayOrigin?

    package init(identity: CommandIdentity, type: String) {
        self.identity = identity
        self.type = type
    }
}
