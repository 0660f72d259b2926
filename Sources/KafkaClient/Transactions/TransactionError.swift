/// Why a transaction did not commit, in the terms its owner has to act on.
package struct TransactionError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// Definite: nothing of it was or will be committed, and the producer goes on. The batch may be staged again.
        case aborted
        /// Unknown, or unknown to this producer: destroy it, make a new one with the same id, initialize that (which
        /// settles what is open), and read the committed offsets again before anything is staged.
        case indefinite
        /// A new producer would meet the same refusal (authorization, an unsupported broker): stop.
        case fatal
    }

    package let kind: Kind
    /// The call that was answered so, such as `sendOffsets`.
    package let call: String
    package let underlying: KafkaError
    /// Positions in the batch of the records that were refused for a reason of their own (too large, say). Brokers
    /// refuse whole produce requests, so neighbours of the culprit may be among them.
    package let failedRecords: [Int]

    package init(kind: Kind, call: String, underlying: KafkaError, failedRecords: [Int] = []) {
        self.kind = kind
        self.call = call
        self.underlying = underlying
        self.failedRecords = failedRecords
    }

    /// Another producer with this id was initialized. Once is a restart that overlapped; twice within a minute
    /// is two processes fighting over one id, which only ends when one of them exits.
    package var isFenced: Bool { underlying.isFenced }

    package var description: String {
        "transaction \(kind.rawValue) at \(call): \(underlying)"
    }
}
