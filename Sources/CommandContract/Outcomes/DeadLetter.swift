import Crypto

/// A record that nobody could act on, kept as it came, with the reason in headers.
package struct DeadLetter: Sendable {
    private let position: RecordPosition
    private let key: [UInt8]?
    private let value: [UInt8]?
    private let headers: [RecordHeader]
    private let reason: OutcomeReason
    private let message: String
    private let outcomeID: String

    package init(
        position: RecordPosition, key: [UInt8]?, value: [UInt8]?, headers: [RecordHeader], outcome: OutcomeEvent
    ) {
        self.position = position
        self.key = key
        self.value = value
        self.headers = headers
        reason = outcome.reason
        message = outcome.message
        outcomeID = outcome.id
    }

    /// - Parameter maximumBytes: what the dead-letter topic accepts; a larger record is represented by its hash and
    ///   position, since a dead letter that cannot be written would hold its partition for ever.
    package func record(maximumBytes: Int) -> ContractRecord {
        // Ours are counted too: a record just under the limit would be over it with them.
        guard RecordSize.of(key: key, value: value, headers: headers + reasonHeaders) <= maximumBytes else {
            let hash = SHA256.hash(data: value ?? []).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
                .joined()
            let about = [
                RecordHeader("rescind-original-sha256", hash),
                RecordHeader("rescind-original-bytes", String(value?.count ?? 0)),
            ]
            return ContractRecord(key: nil, value: [], headers: about + reasonHeaders)
        }
        return ContractRecord(key: key, value: value, headers: headers + reasonHeaders)
    }

    private var reasonHeaders: [RecordHeader] {
        [
            RecordHeader("rescind-reason", reason.rawValue),
            RecordHeader("rescind-message", message),
            RecordHeader("rescind-topic", position.topic),
            RecordHeader("rescind-partition", String(position.partition)),
            RecordHeader("rescind-offset", String(position.offset)),
            RecordHeader("rescind-outcome-id", outcomeID),
        ]
    }
}
