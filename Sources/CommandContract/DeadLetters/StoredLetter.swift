/// A dead letter as it stands in its topic, taken apart again into the record that came and what the worker says of it.
package struct StoredLetter: Sendable {
    /// In the dead-letter topic.
    package let position: RecordPosition
    /// One letter, one id, wherever the letter stands.
    package let outcomeID: String
    /// As written: a newer worker's may be unknown here.
    package let reason: String
    package let code: String?
    /// Cancel requests that may have left for its command.
    package let attempts: Int
    package let key: [UInt8]?
    /// nil when only its hash was kept.
    package let value: [UInt8]?
    /// The record's own.
    package let headers: [RecordHeader]
    private let writtenTenant: String?

    /// - Returns: nil for a record that no worker wrote.
    package init?(position: RecordPosition, key: [UInt8]?, value: [UInt8]?, headers: [RecordHeader]) {
        func text(_ name: String) -> String? { DeadLetterHeader.text(name, in: headers) }
        guard let reason = text(DeadLetterHeader.reason), let outcomeID = text(DeadLetterHeader.outcomeID) else {
            return nil
        }
        self.position = position
        self.outcomeID = outcomeID
        self.reason = reason
        code = text(DeadLetterHeader.code)
        writtenTenant = text(DeadLetterHeader.tenant)
        // Letters from before the header: this one reason may have attempts behind it.
        attempts =
            text(DeadLetterHeader.attempts).flatMap { Int($0) } ?? (reason == OutcomeReason.answerLost.rawValue ? 1 : 0)
        self.key = key
        let own = headers.lastIndex { !DeadLetterHeader.all.contains($0.name) }.map { headers[...$0] } ?? []
        self.headers = Array(own)
        let isLeftOut = headers[own.endIndex...].contains { $0.name == DeadLetterHeader.originalHash }
        self.value = isLeftOut ? nil : value
    }

    /// As the worker's reader sees the record today, which may be more than the worker saw that refused it.
    package func decoded(by decoder: RecordDecoder) -> RecordDecoder.Decoded? {
        value.map { decoder.decode(key: key, value: $0, headers: headers) }
    }

    /// The tenant's GUID as the worker resolved it, or else what the record's data says, if that can be one at all.
    package var tenant: String? {
        if let writtenTenant { return writtenTenant }
        guard let value, let event = try? CloudEventReader.read(headers: headers, value: value),
            case .object(let data) = event.data, case .string(let name) = data["tenant"], FieldRules.isTenant(name)
        else { return nil }
        return name.lowercased()
    }
}
