/// A command's identity: CloudEvents' (source, id), compared as bytes.
///
/// Both are printable ASCII (checked by ``init(source:id:)``), so equality of strings is equality of bytes; Swift would
/// otherwise treat composed and decomposed spellings as one identity while every other system sees two.
package struct CommandIdentity: Hashable, Sendable {
    package static let maximumIDLength = 200
    package static let maximumSourceLength = 500

    package let source: String
    package let id: String

    /// - Throws: ``FieldFault`` naming `source` or `id`.
    package init(source: String, id: String) throws(FieldFault) {
        try Self.check("source", source, Self.maximumSourceLength)
        try Self.check("id", id, Self.maximumIDLength)
        self.source = source
        self.id = id
    }

    private static func check(_ field: String, _ text: String, _ maximum: Int) throws(FieldFault) {
        guard !text.isEmpty, text.utf8.count <= maximum, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw FieldFault(field: field, rule: "must be 1 to \(maximum) printable ASCII characters without spaces")
        }
    }
}
