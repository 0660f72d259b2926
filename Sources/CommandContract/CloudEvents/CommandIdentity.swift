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
        guard FieldRules.isIdentity(text, maximum: maximum) else {
            throw FieldFault(field: field, rule: FieldRules.identityRule(maximum: maximum))
        }
    }
}
