/// Turns a consumed record's bytes into a command, or says why it is none.
package struct RecordDecoder: Sendable {
    package enum Decoded: Sendable {
        case command(CancelCommand)
        /// Takes a command back.
        case withdraw(WithdrawCommand)
        /// The command can be named but not obeyed.
        case refused(CommandEnvelope, OutcomeReason, FieldFault)
        /// Nobody can be told which command this was.
        case undecodable(OutcomeReason, FieldFault)
        /// A record without a value: skipped and counted, it asks for nothing.
        case tombstone

        /// nil when nobody can be told which command it was.
        package var envelope: CommandEnvelope? {
            switch self {
            case .command(let command): command.envelope
            case .withdraw(let command): command.envelope
            case .refused(let envelope, _, _): envelope
            case .undecodable, .tombstone: nil
            }
        }
    }

    /// Key, value and headers together, in bytes.
    package let maximumBytes: Int

    package init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    package func decode(key: [UInt8]?, value: [UInt8]?, headers: [RecordHeader]) -> Decoded {
        guard let value else { return .tombstone }
        let limit = maximumBytes + (ForwardMark.isPresent(in: headers) ? ForwardMark.bytes : 0)
        guard RecordSize.of(key: key, value: value, headers: headers) <= limit else {
            let rule = "the record is larger than \(maximumBytes) bytes (limits.commandBytes)"
            return .undecodable(.tooLarge, FieldFault(field: "record", rule: rule))
        }
        var event: CloudEventReader.Event
        do { event = try CloudEventReader.read(headers: headers, value: value) } catch {
            return .undecodable(.malformed, error)
        }
        event.envelope.content = ContentHash(type: event.envelope.type, data: event.data)
        if let fault = event.fault { return .refused(event.envelope, .fieldInvalid, fault) }
        do throws(FieldFault) {
            switch event.envelope.type {
            case CancelCommand.type: return .command(try CancelCommand(envelope: event.envelope, data: event.data))
            case WithdrawCommand.type: return .withdraw(try WithdrawCommand(envelope: event.envelope, data: event.data))
            default: return .refused(event.envelope, .unsupportedType, FieldFault(field: "type", rule: Self.typeRule))
            }
        } catch {
            return .refused(event.envelope, .fieldInvalid, error)
        }
    }

    private static let typeRule = "must be \(CancelCommand.type) or \(WithdrawCommand.type)"
}
