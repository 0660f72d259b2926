package import CommandContract

/// Where accepted commands are written: the commands topic, seen from the webhook.
///
/// The sender is told 202 when `append` returns and at no other moment, so it returns only when the record is stored on
/// all in-sync replicas (`acks=all`).
package protocol CommandSink: Sendable {
    /// - Throws: when the record was not acknowledged; it may be stored all the same. Ends within a bound of its own,
    ///   shorter than senders wait (15 s is usual).
    func append(_ record: ContractRecord) async throws
}
