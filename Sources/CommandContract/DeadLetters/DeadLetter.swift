import Crypto

/// A record that nobody could act on, kept as it came, with the reason in headers.
package struct DeadLetter: Sendable {
    private let position: RecordPosition
    private let key: [UInt8]?
    private let value: [UInt8]?
    private let headers: [RecordHeader]
    private let outcome: OutcomeEvent
    private let code: String?

    /// - Parameter detail: what in the record or in whose answer is at fault, where Graph's answer has no code.
    package init(
        position: RecordPosition, key: [UInt8]?, value: [UInt8]?, headers: [RecordHeader], outcome: OutcomeEvent,
        detail: String? = nil
    ) {
        self.position = position
        self.key = key
        self.value = value
        self.headers = headers
        self.outcome = outcome
        code = Self.code(outcome.graph?.code ?? detail)
    }

    /// - Parameter maximumBytes: what the dead-letter topic accepts; a larger record is represented by its hash and
    ///   position, since a dead letter that cannot be written would hold its partition for ever.
    package func record(maximumBytes: Int) -> ContractRecord {
        let reasonHeaders = reasonHeaders
        // Ours are counted too: a record just under the limit would be over it with them.
        guard RecordSize.of(key: key, value: value, headers: headers + reasonHeaders) <= maximumBytes else {
            return ContractRecord(key: nil, value: [], headers: Self.summary(of: value) + reasonHeaders)
        }
        return ContractRecord(key: key, value: value, headers: headers + reasonHeaders)
    }

    /// A written dead letter without the record's bytes, for a topic that takes less than was configured.
    /// - Returns: nil when `record` holds none.
    package static func shortened(_ record: ContractRecord) -> ContractRecord? {
        // Ours come last, whatever the record brought along, and begin with the reason.
        guard let value = record.value, !record.headers.contains(where: { $0.name == DeadLetterHeader.originalHash }),
            let first = record.headers.lastIndex(where: { $0.name == DeadLetterHeader.reason })
        else { return nil }
        return ContractRecord(key: nil, value: [], headers: summary(of: value) + record.headers[first...])
    }

    private static func summary(of value: [UInt8]?) -> [RecordHeader] {
        let hash = SHA256.hash(data: value ?? []).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
        return [
            RecordHeader(DeadLetterHeader.originalHash, hash),
            RecordHeader(DeadLetterHeader.originalBytes, String(value?.count ?? 0)),
        ]
    }

    /// Letters that fail alike are grouped by it, so it holds the field at fault and not the rule behind it, which may tell a
    /// place in the record.
    private static func code(_ text: String?) -> String? {
        guard let text else { return nil }
        let name = text.prefix { $0 != ":" }.unicodeScalars.prefix(maximumCode).map { scalar -> Character in
            (" "..."~").contains(scalar) ? Character(scalar) : "?"
        }
        return name.isEmpty ? nil : String(name)
    }

    private static let maximumCode = 100
    /// Graph's are some 110 characters long; a longer one is not worth a record that does not fit.
    private static let maximumICalUId = 1024

    private var reasonHeaders: [RecordHeader] {
        let meeting = outcome.meeting
        let known: [(String, String?)] = [
            (DeadLetterHeader.reason, outcome.reason.rawValue),
            (DeadLetterHeader.message, outcome.message),
            (DeadLetterHeader.topic, position.topic),
            (DeadLetterHeader.partition, String(position.partition)),
            (DeadLetterHeader.offset, String(position.offset)),
            (DeadLetterHeader.outcomeID, outcome.id),
            (DeadLetterHeader.attempts, String(outcome.attempts)),
            (DeadLetterHeader.tenant, meeting?.tenant),
            (DeadLetterHeader.code, code),
            (DeadLetterHeader.start, meeting?.start?.rfc3339),
            (DeadLetterHeader.iCalUId, meeting?.iCalUId.flatMap { $0.utf8.count <= Self.maximumICalUId ? $0 : nil }),
        ]
        return known.compactMap { name, text in text.map { RecordHeader(name, $0) } }
    }
}
