package import CommandContract

/// Why one exchange with Graph did not give what was asked.
package struct ExchangeFailure: Error, Sendable, Equatable {
    package enum Kind: String, Sendable {
        case throttled, unauthorized, forbidden, notOrganizer, notFound, mailboxUnavailable, invalidRequest, unavailable
        /// No token can be had now, or none that Graph is satisfied with: it says nothing of the mailbox.
        case tokenUnavailable
        /// Graph says that the token is another cloud's.
        case cloudMismatch
        /// The time within which the committed attempt allowed its request was over before a byte was sent.
        case leaseEnded
    }

    /// What the failure says about the request itself (design §7, resend matrix).
    package enum Verdict: Sendable {
        /// Graph did not act: the request may go again later.
        case surelyNotProcessed
        /// Graph may have acted: look before a repeat.
        case ambiguous
        /// Graph refused for good.
        case permanent
    }

    package let kind: Kind
    package let verdict: Verdict
    package let retryAfter: Duration?
    package let trace: GraphTrace

    package init(kind: Kind, verdict: Verdict, retryAfter: Duration? = nil, trace: GraphTrace = GraphTrace()) {
        self.kind = kind
        self.verdict = verdict
        self.retryAfter = retryAfter
        self.trace = trace
    }
}
