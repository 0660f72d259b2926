/// The command that is sent for a dead letter: the record's event under a new id, always in structured mode.
package struct ReplayedCommand: Sendable {
    package let envelope: CommandEnvelope
    package let value: [UInt8]
    package let headers: [RecordHeader]

    /// - Parameter envelope: of the letter's command.
    /// - Throws: ``FieldFault`` when the record is no event; one that was decoded is.
    package init(_ letter: StoredLetter, _ envelope: CommandEnvelope) throws(FieldFault) {
        let chain = ReplayChain(envelope).next
        let identity = try CommandIdentity(source: envelope.identity.source, id: chain.commandID)
        // Of the whole chain: a replay that was not attempted itself still repeats what was.
        let attempts = min(
            letter.attempts + (envelope.replay?.attempts ?? 0), ReplayOrigin.maximumAttempts)
        var new = CommandEnvelope(identity: identity, type: envelope.type)
        new.replay = ReplayOrigin(id: chain.id, attempts: attempts)
        self.envelope = new
        let named: [(String, JSONValue?)] = [
            ("id", .string(identity.id)),
            (ReplayOrigin.idAttribute, .string(chain.id)),
            (ReplayOrigin.attemptsAttribute, .integer(attempts)),
        ]
        let names = Set(named.map(\.0))
        let members = try Self.members(of: letter).filter { !names.contains($0.name) }.map { ($0.name, $0.value) }
        value = JSONWriter.write(.object(JSONObject(named + members)))
        headers =
            [RecordHeader(Self.contentType, "application/cloudevents+json; charset=UTF-8")]
            + letter.headers.filter(Self.isKept)
    }

    /// The event's members in structured form; in binary mode its attributes are headers and its data is the value.
    private static func members(of letter: StoredLetter) throws(FieldFault) -> [JSONObject.Member] {
        let document: JSONValue
        do { document = try JSONReader.read(letter.value ?? []) } catch {
            throw FieldFault(field: "value", rule: error.rule)
        }
        if try CloudEventReader.mediaType(of: letter.headers)?.isCloudEvent == true {
            guard case .object(let event) = document else {
                throw FieldFault(field: "value", rule: "must be a JSON object, not \(document.kind)")
            }
            return event.members
        }
        let attributes = letter.headers.filter { $0.name.hasPrefix(attributePrefix) }.map { header in
            (
                String(header.name.dropFirst(attributePrefix.count)),
                JSONValue.string(String(decoding: header.value ?? [], as: UTF8.self))
            )
        }
        return JSONObject(attributes + [("datacontenttype", .string("application/json")), ("data", document)]).members
    }

    /// The attributes are in the event now, a signature is over other bytes, and a mark of the worker's, such as that of a move,
    /// is about the first record.
    private static func isKept(_ header: RecordHeader) -> Bool {
        let name = header.name.lowercased()
        return name != contentType && !dropped.contains { name.hasPrefix($0) }
    }

    private static let attributePrefix = "ce_"
    private static let contentType = "content-type"
    private static let dropped = [attributePrefix, "rescind-", "webhook-"]
}
