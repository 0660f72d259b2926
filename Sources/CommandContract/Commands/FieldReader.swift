/// Takes the fields of one JSON object of a command, one by one, and refuses what is left over.
///
/// Unknown fields are refused because a misspelt guard (`expectedstart`) that is silently ignored is a guard that is off.
struct FieldReader {
    private let object: JSONObject
    private let path: String
    private var taken: Set<String> = []

    init(_ value: JSONValue?, path: String) throws(FieldFault) {
        guard let value, value != .null else {
            throw FieldFault(field: path, rule: "is required and must be an object")
        }
        guard case .object(let object) = value else {
            throw FieldFault(field: path, rule: "must be an object, not \(value.kind)")
        }
        self.object = object
        self.path = path
    }

    private func fault(_ name: String, _ rule: String) -> FieldFault {
        FieldFault(field: "\(path).\(name)", rule: rule)
    }

    /// The field's value; `null` is not "absent" in the contract's data, so it is returned and fails the type check.
    mutating func value(_ name: String) -> JSONValue? {
        taken.insert(name)
        return object[name]
    }

    func has(_ name: String) -> Bool { object[name] != nil }

    mutating func string(_ name: String) throws(FieldFault) -> String? {
        guard let value = value(name) else { return nil }
        guard case .string(let text) = value else { throw fault(name, "must be a string, not \(value.kind)") }
        return text
    }

    mutating func string(_ name: String, _ rule: String, where holds: (String) -> Bool) throws(FieldFault) -> String? {
        guard let text = try string(name) else { return nil }
        guard holds(text) else { throw fault(name, rule) }
        return text
    }

    mutating func required(_ name: String, _ rule: String, where holds: (String) -> Bool) throws(FieldFault) -> String {
        guard let text = try string(name, rule, where: holds) else { throw fault(name, "is required") }
        return text
    }

    mutating func flag(_ name: String) throws(FieldFault) -> Bool {
        guard let value = value(name) else { return false }
        guard case .bool(let flag) = value else { throw fault(name, "must be true or false, not \(value.kind)") }
        return flag
    }

    mutating func timestamp(_ name: String) throws(FieldFault) -> Timestamp? {
        guard let text = try string(name) else { return nil }
        guard let timestamp = Timestamp(rfc3339: text) else { throw fault(name, FieldRules.timeRule) }
        return timestamp
    }

    mutating func object(_ name: String) throws(FieldFault) -> FieldReader {
        try FieldReader(value(name), path: "\(path).\(name)")
    }

    /// Call when all known fields were taken.
    func finish() throws(FieldFault) {
        for name in object.names where !taken.contains(name) {
            throw fault(FieldName.shown(name), "is not a field of this command; remove it or correct its spelling")
        }
    }
}
