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
            return ContractRecord(key: nil, value: [], headers: Self.summary(of: value) + reasonHeaders)
        }
        return ContractRecord(key: key, value: value, headers: headers + reasonHeaders)
    }

    /// A written dead letter without the record's bytes, for a topic that takes less than was configured.
    /// - Returns: nil when `record` holds none.
    package static func shortened(_ record: ContractRecord) -> ContractRecord? {
        guard let value = record.value, !record.headers.contains(where: { $0.name == originalHash }) else { return nil }
        // Ours come last, whatever the record brought along.
        let reason = record.headers.suffix(reasonHeaderCount)
        return ContractRecord(key: nil, value: [], headers: summary(of: value) + reason)
    }

    private static let originalHash = "rescind-original-sha256"
    private static let reasonHeaderCount = 6

    private static func summary(of value: [UInt8]?) -> [RecordHeader] {
        let hash = SHA256.hash(data: value ?? []).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
        return [
            RecordHeader(originalHash, hash),
            RecordHeader("rescind-original-bytes", String(value?.count ?? 0)),
        ]
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
