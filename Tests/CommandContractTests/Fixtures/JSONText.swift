import CommandContract

/// JSON text made for a test's input.
enum JSONText {
    static func string(_ text: String) -> String { String(decoding: JSONWriter.write(.string(text)), as: UTF8.self) }

    /// The document with two spaces of indentation and a line feed at its end, as the examples are kept.
    static func indented(_ value: JSONValue) -> String { lines(value, indentation: "") + "\n" }

    private static func lines(_ value: JSONValue, indentation: String) -> String {
        let inner = indentation + "  "
        switch value {
        case .object(let object) where !object.members.isEmpty:
            let members = object.members.map { "\(inner)\(string($0.name)): \(lines($0.value, indentation: inner))" }
            return "{\n" + members.joined(separator: ",\n") + "\n\(indentation)}"
        case .array(let elements) where !elements.isEmpty:
            let items = elements.map { inner + lines($0, indentation: inner) }
            return "[\n" + items.joined(separator: ",\n") + "\n\(indentation)]"
        default: return String(decoding: JSONWriter.write(value), as: UTF8.self)
        }
    }
}
