/// A request whose signature holds: who sent it, and its id.
struct VerifiedWebhook: Hashable, Sendable {
    /// CloudEvents source whose secret signed it.
    let source: String
    /// `webhook-id`: the same for every delivery of one message.
    let id: String
}
