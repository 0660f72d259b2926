/// An error of Kafka, of librdkafka or of this client, with the answers a caller needs to act on it.
///
/// `code` is stable: librdkafka's own name (`_TIMED_OUT`, `NOT_COORDINATOR`) for what the library or a broker
/// said, or a camelCase name of ``ClientFault`` for what this client refused by itself. No setting's value, record
/// content or credential is ever part of it, so `description` may be logged and shown.
package struct KafkaError: Error, Hashable, Sendable, CustomStringConvertible {
    package let code: String
    /// librdkafka's number: negative for the library's own codes, the protocol's code otherwise, 0 for a ``ClientFault``.
    package let number: Int32
    package let reason: String
    /// The same call may be repeated with the same arguments.
    package let isRetriable: Bool
    /// The open transaction must be aborted; the producer stays usable.
    package let requiresAbort: Bool
    /// The client instance cannot be used any more.
    package let isFatal: Bool

    package init(
        code: String,
        number: Int32 = 0,
        reason: String,
        isRetriable: Bool = false,
        requiresAbort: Bool = false,
        isFatal: Bool = false
    ) {
        self.code = code
        self.number = number
        self.reason = reason
        self.isRetriable = isRetriable
        self.requiresAbort = requiresAbort
        self.isFatal = isFatal
    }

    /// Another producer took over this transactional id (KIP-360: `_FENCED`, an old epoch, a newer instance).
    package var isFenced: Bool {
        [-144, 47, 90].contains(number)
    }

    package var description: String {
        "\(code): \(reason)"
    }
}
