/// Why an exchange gave no answer.
struct TransportFailure: Error, Equatable, Sendable {
    enum Kind: Hashable, Sendable {
        /// No connection was made: certainly no byte of the request left.
        case connectFailed
        /// The total time was used up; the request may have arrived.
        case timeout
        /// The connection ended under the exchange; the request may have arrived.
        case connectionLost
        /// What came back is not HTTP; the request may have arrived.
        case unreadable
        /// The calling task was cancelled.
        case abandoned(beforeSending: Bool)
    }

    let kind: Kind
    /// One of a bounded set of texts, without host or address.
    let detail: String?

    init(_ kind: Kind, detail: String? = nil) {
        self.kind = kind
        self.detail = detail
    }
}
