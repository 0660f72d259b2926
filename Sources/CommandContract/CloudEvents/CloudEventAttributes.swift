/// Checks the context attributes other than the identity and copies those we honour into the envelope.
struct CloudEventAttributes {
    private let attributes: [String: String]
    private let prefix: String

    init(_ attributes: [String: String], prefix: String) {
        self.attributes = attributes
        self.prefix = prefix
    }

    /// - Throws: ``FieldFault`` at the first rule broken. What was copied before stays, so that the refusal still carries
    ///   the correlation of a command that is wrong elsewhere.
    func fill(_ envelope: inout CommandEnvelope) throws(FieldFault) {
        envelope.traceparent = attributes["traceparent"].flatMap { TraceContext.isTraceparent($0) ? $0 : nil }
        if envelope.traceparent != nil {
            envelope.tracestate = attributes["tracestate"].flatMap { TraceContext.isTracestate($0) ? $0 : nil }
        }
        envelope.correlationID = try correlationID()
        guard let version = attributes["specversion"] else { throw fault("specversion", "is required and must be 1.0") }
        guard version == "1.0" else { throw fault("specversion", "must be 1.0") }
        guard let type = attributes["type"], !type.isEmpty else { throw fault("type", "is required") }
        for name in attributes.keys.sorted() where !isAttributeName(name) {
            throw fault(FieldName.shown(name), "attribute names are 1 to 40 lower-case letters and digits")
        }
        if let mediaType = attributes["datacontenttype"], !MediaType(mediaType).isJSON {
            throw fault("datacontenttype", "must be application/json")
        }
        if let time = attributes["time"], Timestamp(rfc3339: time) == nil { throw fault("time", FieldRules.timeRule) }
        if let expiry = attributes["expirytime"] {
            guard let timestamp = Timestamp(rfc3339: expiry) else { throw fault("expirytime", FieldRules.timeRule) }
            envelope.expiry = timestamp
        }
        envelope.replay = try ReplayOrigin(attributes, prefix: prefix)
    }

    private func correlationID() throws(FieldFault) -> String? {
        guard let text = attributes["correlationid"] else { return nil }
        guard (1...200).contains(text.utf8.count), text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw fault("correlationid", "must be 1 to 200 printable ASCII characters")
        }
        return text
    }

    private func isAttributeName(_ name: String) -> Bool {
        (1...40).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }

    private func fault(_ name: String, _ rule: String) -> FieldFault { FieldFault(field: prefix + name, rule: rule) }
}
