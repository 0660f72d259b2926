/// Where the clients of a ``KafkaConnection`` get their SASL/OAUTHBEARER tokens from.
///
/// Every client asks for itself: when it is made, after four fifths of a token's life, and ten seconds after a failure.
/// A provider shared by several clients should keep its token meanwhile. An answer that takes longer than 30 s counts
/// as a failure; the task that asks is cancelled then and when the client closes.
package protocol KafkaTokenProvider: AnyObject, Sendable {
    func token() async throws(KafkaTokenFailure) -> KafkaToken
}

/// Why there is no token. The reason is logged, so it must hold neither a token nor a secret.
package struct KafkaTokenFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }

    package var description: String { reason }
}
