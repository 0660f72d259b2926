/// The headers that the worker puts behind those of the record; of a name that stands twice the last one is the worker's.
package enum DeadLetterHeader {
    package static let reason = "rescind-reason"
    package static let message = "rescind-message"
    package static let topic = "rescind-topic"
    package static let partition = "rescind-partition"
    package static let offset = "rescind-offset"
    package static let outcomeID = "rescind-outcome-id"
    package static let attempts = "rescind-attempts"
    /// Of the command's tenant, where one was known.
    package static let tenant = "rescind-tenant"
    /// Graph's code, Entra's, or what in the record is at fault.
    package static let code = "rescind-code"
    /// When the meeting begins and its iCalUId, where it was read: for the person who looks.
    package static let start = "rescind-start"
    package static let iCalUId = "rescind-icaluid"
    package static let originalHash = "rescind-original-sha256"
    package static let originalBytes = "rescind-original-bytes"

    static let all: Set<String> = [
        reason, message, topic, partition, offset, outcomeID, attempts, tenant, code, start, iCalUId, originalHash,
        originalBytes,
    ]

    /// The last of the name, as text.
    package static func text(_ name: String, in headers: [RecordHeader]) -> String? {
        headers.last { $0.name == name }?.value.flatMap { String(validating: $0, as: UTF8.self) }
    }
}
