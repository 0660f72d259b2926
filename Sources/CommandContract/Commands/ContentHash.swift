import Crypto

/// What a command asks for, in 8 bytes: the beginning of SHA-256 over its type and its data in canonical form (members sorted
/// by name). Envelope attributes are left out, since a sender that repeats itself gives them new values (`time`,
/// `traceparent`).
///
/// It tells a repetition from another command under the same identity, so eight bytes are enough: two contents that collide
/// would have to be sent under one identity by its own sender.
package struct ContentHash: Hashable, Sendable {
    package let value: UInt64

    package init(value: UInt64) { self.value = value }

    package init(type: String, data: JSONValue?) {
        var hasher = SHA256()
        hasher.update(data: Array(type.utf8))
        hasher.update(data: [0])
        if let data { hasher.update(data: JSONWriter.write(data.canonical)) }
        value = IdentityHash.words(of: hasher.finalize()).0
    }
}

extension JSONValue {
    fileprivate var canonical: JSONValue {
        switch self {
        case .null, .bool, .number, .string: self
        case .array(let elements): .array(elements.map(\.canonical))
        case .object(let object):
            .object(
                JSONObject(
                    object.members
                        .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
                        .map { ($0.name, $0.value.canonical) }
                )
            )
        }
    }
}
