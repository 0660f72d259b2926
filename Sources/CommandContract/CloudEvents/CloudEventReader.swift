/// Reads a Kafka record as a CloudEvents 1.0 event, in structured or binary content mode (Kafka protocol binding §3).
///
/// The mode is the content type's choice: `application/cloudevents…` means structured, anything else binary.
struct CloudEventReader {
    /// An event whose identity could be read. `fault` is the first rule broken after that, if any.
    struct Event {
        var envelope: CommandEnvelope
        var data: JSONValue?
        var fault: FieldFault?
    }

    /// - Throws: ``FieldFault`` when (source, id) cannot be read, so that no outcome could name its command.
    static func read(headers: [RecordHeader], value: [UInt8]) throws(FieldFault) -> Event {
        let mediaType = try mediaType(of: headers)
        if mediaType?.name.hasPrefix("application/cloudevents-batch") == true {
            throw FieldFault(field: "content-type", rule: "batches are not accepted; send one event per record")
        }
        if let mediaType, mediaType.isCloudEvent {
            guard mediaType.name == "application/cloudevents+json", mediaType.isUTF8 else {
                throw FieldFault(field: "content-type", rule: "must be application/cloudevents+json in UTF-8")
            }
            return try readStructured(headers: headers, value: value)
        }
        return try readBinary(headers: headers, mediaType: mediaType, value: value)
    }

    static func mediaType(of headers: [RecordHeader]) throws(FieldFault) -> MediaType? {
        try single("content-type", in: headers, caseInsensitive: true).map { MediaType($0) }
    }

    private static func readStructured(headers: [RecordHeader], value: [UInt8]) throws(FieldFault) -> Event {
        let document: JSONValue
        do { document = try JSONReader.read(value) } catch { throw FieldFault(field: "value", rule: error.rule) }
        guard case .object(let object) = document else {
            throw FieldFault(field: "value", rule: "must be a JSON object, not \(document.kind)")
        }
        for name in ["id", "source"] {
            guard let header = try single("ce_" + name, in: headers) else { continue }
            guard case .string(header) = object[name] else {
                throw FieldFault(
                    field: "ce_" + name, rule: "contradicts \(name) in the structured event; send one of them")
            }
        }
        var (attributes, fault) = try attributes(of: object)
        fault = fault ?? contradiction(of: attributes, in: headers)
        var event = try assemble(attributes)
        event.fault = fault ?? event.fault
        if object["data_base64"] != nil {
            event.fault = event.fault ?? FieldFault(field: "data_base64", rule: "is not accepted; write data as JSON")
        }
        event.data = object["data"]
        return event
    }

    /// The context attributes as text, and the first one that has no text form.
    private static func attributes(
        of object: JSONObject
    ) throws(FieldFault) -> (attributes: [String: String], fault: FieldFault?) {
        var attributes: [String: String] = [:]
        var fault: FieldFault?
        for member in object.members where member.name != "data" && member.name != "data_base64" {
            do { attributes[member.name] = try attribute(member) } catch {
                if isIdentity(member.name) { throw error }
                fault = fault ?? error
            }
        }
        return (attributes, fault)
    }

    /// A copied attribute that says something else: a reader of the binary mode would see another event.
    private static func contradiction(of attributes: [String: String], in headers: [RecordHeader]) -> FieldFault? {
        let contradicting = headers.first { header in
            guard header.name.hasPrefix("ce_"), let text = attributes[String(header.name.dropFirst(3))] else {
                return false
            }
            return header.value != Array(text.utf8)
        }
        return contradicting.map {
            FieldFault(field: FieldName.shown($0.name), rule: "contradicts the structured event; send one of them")
        }
    }

    private static func readBinary(
        headers: [RecordHeader], mediaType: MediaType?, value: [UInt8]
    ) throws(FieldFault) -> Event {
        var attributes: [String: String] = [:]
        var fault: FieldFault?
        for header in headers where header.name.hasPrefix("ce_") {
            let name = String(header.name.dropFirst(3))
            guard let bytes = header.value, let text = String(validating: bytes, as: UTF8.self) else {
                let unreadable = FieldFault(field: FieldName.shown(header.name), rule: "must be UTF-8 text")
                if isIdentity(name) { throw unreadable }
                fault = fault ?? unreadable
                continue
            }
            if attributes.updateValue(text, forKey: name) != nil {
                let repeated = FieldFault(field: FieldName.shown(header.name), rule: "must not be repeated")
                if isIdentity(name) { throw repeated }
                fault = fault ?? repeated
            }
        }
        if attributes["id"] == nil, attributes["source"] == nil {
            throw FieldFault(
                field: "ce_id",
                rule:
                    "is missing: a binary event needs ce_id, ce_source, ce_type and ce_specversion headers, a structured "
                    + "one the header content-type: application/cloudevents+json"
            )
        }
        if attributes.removeValue(forKey: "datacontenttype") != nil {
            // Kafka binding §3.2.1: the content-type header says it, and two places could say two things.
            fault =
                fault
                ?? FieldFault(
                    field: "ce_datacontenttype", rule: "has no place in binary mode; say it in the header content-type")
        }
        var event = try assemble(attributes, prefix: "ce_")
        event.fault = fault ?? event.fault
        if let mediaType, !mediaType.isJSON {
            event.fault = event.fault ?? FieldFault(field: "content-type", rule: "must be application/json in UTF-8")
        }
        do { event.data = try JSONReader.read(value) } catch {
            event.fault = event.fault ?? FieldFault(field: "data", rule: error.rule)
        }
        return event
    }

    /// The value of a header that may stand once.
    private static func single(
        _ name: String, in headers: [RecordHeader], caseInsensitive: Bool = false
    ) throws(FieldFault) -> String? {
        let found = headers.filter { caseInsensitive ? $0.name.lowercased() == name : $0.name == name }
        guard found.count <= 1 else { throw FieldFault(field: name, rule: "must not be repeated") }
        guard let bytes = found.first?.value else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FieldFault(field: name, rule: "must be UTF-8 text")
        }
        return text
    }

    private static func isIdentity(_ name: String) -> Bool { name == "id" || name == "source" }

    /// CloudEvents' own attributes, all of them strings: `"id": 7` and `"id": "7"` must not be one command.
    private static let textAttributes: Set<String> = [
        "id", "source", "specversion", "type", "datacontenttype", "dataschema", "subject", "time",
    ]

    /// A context attribute as text; CloudEvents' JSON format allows extensions to be booleans and integers as well, and
    /// null means absent.
    private static func attribute(_ member: JSONObject.Member) throws(FieldFault) -> String? {
        let isText = textAttributes.contains(member.name)
        switch member.value {
        case .null: return nil
        case .string(let text): return text
        case .bool(let flag) where !isText: return flag ? "true" : "false"
        case .number(let text) where !isText && Int32(text) != nil: return text
        default:
            let rule = isText ? "must be a string" : "must be a string, a boolean or an integer"
            throw FieldFault(field: FieldName.shown(member.name), rule: "\(rule), not \(member.value.kind)")
        }
    }

    /// Builds the envelope; only a missing or bad identity throws, everything later is the event's `fault`.
    private static func assemble(_ attributes: [String: String], prefix: String = "") throws(FieldFault) -> Event {
        guard let source = attributes["source"] else { throw FieldFault(field: prefix + "source", rule: "is required") }
        guard let id = attributes["id"] else { throw FieldFault(field: prefix + "id", rule: "is required") }
        let identity: CommandIdentity
        do { identity = try CommandIdentity(source: source, id: id) } catch {
            throw FieldFault(field: prefix + error.field, rule: error.rule)
        }
        var event = Event(envelope: CommandEnvelope(identity: identity, type: attributes["type"] ?? ""))
        do { try CloudEventAttributes(attributes, prefix: prefix).fill(&event.envelope) } catch { event.fault = error }
        return event
    }
}
