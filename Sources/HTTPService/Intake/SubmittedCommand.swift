import CommandContract

/// A verified body read as a command, and the record that carries it.
struct SubmittedCommand: Sendable {
    let command: CancelCommand
    /// A structured CloudEvent; of a structured body the very bytes that were signed.
    let value: [UInt8]

    static let headers = [RecordHeader("content-type", "application/cloudevents+json; charset=UTF-8")]

    /// - Throws: ``IntakeProblem`` with the first rule broken.
    init(
        _ body: [UInt8], as mediaType: IntakeMediaType, from webhook: VerifiedWebhook, decoder: RecordDecoder
    ) throws(IntakeProblem) {
        switch mediaType {
        case .plain: value = try Self.event(of: body, from: webhook)
        case .structured: value = body
        }
        switch decoder.decode(key: nil, value: value, headers: Self.headers) {
        case .command(let command): self.command = command
        case .withdraw, .refused(_, .unsupportedType, _): throw Self.otherType
        case .refused(let envelope, _, _) where envelope.type == WithdrawCommand.type: throw Self.otherType
        case .refused(_, let reason, let fault): throw Self.problem(reason, fault, mediaType)
        case .undecodable(.tooLarge, _): throw .tooLarge
        case .undecodable(let reason, let fault): throw Self.problem(reason, fault, mediaType)
        case .tombstone: throw .invalid(.malformed, field: "body", rule: "must be a JSON object")
        }
        guard command.envelope.identity.source == webhook.source else {
            throw .invalid(.fieldInvalid, field: "source", rule: "must be what the header rescind-source says")
        }
    }

    /// The event of a plain body: its data is the body without `id`.
    private static func event(of body: [UInt8], from webhook: VerifiedWebhook) throws(IntakeProblem) -> [UInt8] {
        let document: JSONValue
        do { document = try JSONReader.read(body) } catch {
            throw .invalid(.malformed, field: "body", rule: error.rule)
        }
        guard case .object(let object) = document else {
            throw .invalid(.malformed, field: "body", rule: "must be a JSON object, not \(document.kind)")
        }
        guard object["id"] != .null else {
            throw .invalid(.malformed, field: "id", rule: "must be a string, not null; left out it is the webhook-id")
        }
        let data = object.members.filter { $0.name != "id" }.map { ($0.name, Optional($0.value)) }
        let event = JSONObject([
            ("specversion", .string("1.0")), ("type", .string(CancelCommand.type)),
            ("source", .string(webhook.source)), ("id", object["id"] ?? .string(webhook.id)),
            ("datacontenttype", .string("application/json")), ("data", .object(JSONObject(data))),
        ])
        return JSONWriter.write(.object(event))
    }

    /// Commands are taken back by records only.
    private static let otherType = IntakeProblem.invalid(
        .unsupportedType, field: "type", rule: "must be \(CancelCommand.type)")

    /// A fault in the sender's own terms: a plain body has no `data`, and no record.
    private static func problem(
        _ reason: OutcomeReason, _ fault: FieldFault, _ mediaType: IntakeMediaType
    ) -> IntakeProblem {
        let isOfPlainData = mediaType == .plain && fault.field.hasPrefix("data.")
        let field = isOfPlainData ? String(fault.field.dropFirst("data.".count)) : fault.field
        return .invalid(reason, field: field == "value" ? "body" : field, rule: fault.rule)
    }
}
