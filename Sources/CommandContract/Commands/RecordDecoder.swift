/// Turns a consumed record's bytes into a command, or says why it is none.
package struct RecordDecoder: Sendable {
    package enum Decoded: Sendable {
        case command(CancelCommand)
        /// The command can be named but not obeyed.
        case refused(CommandEnvelope, OutcomeReason, FieldFault)
        /// Nobody can be told which command this was.
        case undecodable(OutcomeReason, FieldFault)
        /// A record without a value: skipped and counted, it asks for nothing.
        case tombstone
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
        let event: CloudEventReader.Event
        do { event = try CloudEventReader.read(headers: headers, value: value) } catch {
            return .undecodable(.malformed, error)
        }
        if let fault = event.fault { return .refused(event.envelope, .fieldInvalid, fault) }
        guard event.envelope.type == CancelCommand.type else {
            return .refused(
                event.envelope, .unsupportedType, FieldFault(field: "type", rule: "must be \(CancelCommand.type)")
            )
        }
        do { return .command(try CancelCommand(envelope: event.envelope, data: event.data)) } catch {
            return .refused(event.envelope, .fieldInvalid, error)
        }
    }
}
