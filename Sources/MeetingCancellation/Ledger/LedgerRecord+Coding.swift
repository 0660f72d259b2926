package import CommandContract

/// The bytes of a ledger record: version, state, fields in a fixed order (docs/ledger.md has the table).
extension LedgerRecord {
    /// Written first. A worker that meets a higher one stops: guessing at a state could cancel a meeting twice.
    package static let version: UInt8 = 1

    private enum State: UInt8 {
        case position = 1
        case waiting, attempting, settled, cancelled
    }

    package enum CodingFailure: Error, Sendable, Equatable {
        case unknownVersion(UInt8)
        case malformed
    }

    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.fixed(Self.version)
        switch self {
        case .position(let position):
            writer.fixed(State.position.rawValue)
            writer.fixed(position.nextOffset)
            writer.fixed(position.partitionCount)
            writer.fixed(position.writer)
            writer.fixed(position.transaction)
        case .waiting(let command):
            writer.fixed(State.waiting.rawValue)
            command.write(to: &writer)
            writer.optional(command.resumesAt)
        case .attempting(let command):
            writer.fixed(State.attempting.rawValue)
            command.write(to: &writer)
            writer.fixed(UInt8(command.witness == nil ? 0 : 1))
            command.witness?.write(to: &writer)
        case .settled(let command, let meeting):
            writer.fixed(meeting == nil ? State.settled.rawValue : State.cancelled.rawValue)
            command.write(to: &writer)
            meeting?.write(to: &writer)
        }
        return writer.bytes
    }

    /// - Parameter recorded: the record's timestamp, from which a settled command's window counts.
    package init(_ bytes: [UInt8], recorded: Timestamp?) throws(CodingFailure) {
        var reader = ByteReader(bytes)
        guard let version = reader.fixed(UInt8.self) else { throw .malformed }
        guard version == Self.version else { throw .unknownVersion(version) }
        guard let state = reader.fixed(UInt8.self).flatMap(State.init),
            let record = Self.read(state, recorded, &reader),
            reader.isAtEnd
        else { throw .malformed }
        self = record
    }

    private static func read(_ state: State, _ recorded: Timestamp?, _ reader: inout ByteReader) -> LedgerRecord? {
        switch state {
        case .position: return LedgerPosition(&reader).map { .position($0) }
        case .waiting:
            guard var command = KeptCommand(&reader), let resumesAt = reader.optionalTimestamp() else { return nil }
            command.resumesAt = resumesAt
            return .waiting(command)
        case .attempting:
            guard var command = KeptCommand(&reader), let hasWitness = reader.fixed(UInt8.self) else { return nil }
            if hasWitness == 1 {
                guard let witness = MeetingSnapshot(&reader) else { return nil }
                command.witness = witness
            }
            return .attempting(command)
        case .settled: return SettledCommand(&reader, recorded: recorded).map { .settled($0) }
        case .cancelled:
            guard let command = SettledCommand(&reader, recorded: nil), var meeting = CancelledMeeting(&reader)
            else { return nil }
            meeting.settled = command.settled
            return .settled(recorded.map(command.dated) ?? command, meeting)
        }
    }
}

extension LedgerPosition {
    init?(_ reader: inout ByteReader) {
        guard let nextOffset = reader.fixed(Int64.self), let count = reader.fixed(Int32.self),
            let writer = reader.fixed(UInt64.self), let transaction = reader.fixed(UInt64.self)
        else { return nil }
        self.init(nextOffset: nextOffset, partitionCount: count, writer: writer, transaction: transaction)
    }
}

extension KeptCommand {
    func write(to writer: inout ByteWriter) {
        writer.fixed(content.value)
        writer.fixed(offset)
        writer.optional(timestamp)
        writer.fixed(consumed.milliseconds)
        writer.fixed(UInt16(clamping: attempts))
        writer.fixed(UInt8(hadAmbiguousAttempt ? 1 : 0))
        writer.optional(key)
        writer.blob(value)
        writer.fixed(UInt32(headers.count))
        for header in headers {
            writer.text(header.name)
            writer.optional(header.value)
        }
    }

    init?(_ reader: inout ByteReader) {
        guard let content = reader.fixed(UInt64.self), let offset = reader.fixed(Int64.self),
            let timestamp = reader.optionalTimestamp(), let consumed = reader.fixed(Int64.self),
            let attempts = reader.fixed(UInt16.self), let ambiguous = reader.fixed(UInt8.self),
            let key = reader.optionalBlob(), let value = reader.blob(), let count = reader.fixed(UInt32.self)
        else { return nil }
        var headers: [RecordHeader] = []
        for _ in 0..<count {
            guard let name = reader.text(), let value = reader.optionalBlob() else { return nil }
            headers.append(RecordHeader(name: name, value: value))
        }
        self.init(
            content: ContentHash(value: content), offset: offset, timestamp: timestamp,
            consumed: Timestamp(milliseconds: consumed), key: key, value: value, headers: headers
        )
        self.attempts = Int(attempts)
        hadAmbiguousAttempt = ambiguous == 1
    }
}

extension MeetingSnapshot {
    func write(to writer: inout ByteWriter) {
        writer.text(id)
        writer.optional(iCalUId)
        writer.text(kind.rawValue)
        writer.optional(seriesMasterID)
        writer.fixed(UInt8((isOrganizer ? 1 : 0) | (isCancelled ? 2 : 0)))
        writer.fixed(start.milliseconds)
    }

    init?(_ reader: inout ByteReader) {
        guard let id = reader.text(), let iCalUId = reader.optionalText(), let kind = reader.text(),
            let master = reader.optionalText(), let flags = reader.fixed(UInt8.self),
            let start = reader.fixed(Int64.self)
        else { return nil }
        self.init(
            id: id, iCalUId: iCalUId, kind: Kind(rawValue: kind) ?? .unknown, seriesMasterID: master,
            isOrganizer: flags & 1 != 0, isCancelled: flags & 2 != 0, start: Timestamp(milliseconds: start)
        )
    }
}

extension SettledCommand {
    func write(to writer: inout ByteWriter) {
        writer.fixed(content.value)
        writer.fixed(offset)
        writer.fixed(timestampLow)
        writer.fixed(settledSeconds)
        writer.fixed(attempts)
        writer.text(reason.rawValue)
        writer.optional(evidence?.rawValue)
    }

    /// A reason of a later version is read as the one that promises least: nothing is cancelled on the strength of it, and a
    /// repetition is told to ask a person.
    init?(_ reader: inout ByteReader, recorded: Timestamp?) {
        guard let content = reader.fixed(UInt64.self), let offset = reader.fixed(Int64.self),
            let timestampLow = reader.fixed(UInt32.self), let seconds = reader.fixed(UInt32.self),
            let attempts = reader.fixed(UInt8.self), let reason = reader.text(), let evidence = reader.optionalText()
        else { return nil }
        self.init(
            content: ContentHash(value: content), offset: offset, timestampLow: timestampLow,
            settled: recorded ?? Timestamp(milliseconds: Int64(seconds) * 1000),
            reason: OutcomeReason(rawValue: reason) ?? .answerLost,
            evidence: evidence.flatMap(OutcomeEvidence.init), attempts: attempts
        )
    }
}

extension CancelledMeeting {
    func write(to writer: inout ByteWriter) {
        writer.fixed(meeting.high)
        writer.fixed(meeting.low)
        writer.text(by.source)
        writer.text(by.id)
        writer.text(evidence.rawValue)
        writer.fixed(UInt8(isSeries ? 1 : 0))
    }

    init?(_ reader: inout ByteReader) {
        guard let high = reader.fixed(UInt64.self), let low = reader.fixed(UInt64.self), let source = reader.text(),
            let id = reader.text(), let evidence = reader.text().flatMap(OutcomeEvidence.init),
            let isSeries = reader.fixed(UInt8.self), let by = try? CommandIdentity(source: source, id: id)
        else { return nil }
        self.init(meeting: MeetingHash(high: high, low: low), by: by, evidence: evidence, isSeries: isSeries == 1)
    }
}
